"""Copies of everything a council would miss, taken while it is served, and put back elsewhere."""
