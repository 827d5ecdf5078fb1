"""The contracts of the house, held by a machine."""
