"""Verbs on cases, a module for each family. Every write to this room's tables is in here."""
