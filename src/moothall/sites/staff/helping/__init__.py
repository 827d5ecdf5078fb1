"""How to use each page, out of the documentation."""
