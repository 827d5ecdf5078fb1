"""Looks to be asked about: at one’s own name, street or family, at a councillor’s affairs, at very many."""
