"""The single definition of each file format of this room: JSON Schema 2020-12."""
