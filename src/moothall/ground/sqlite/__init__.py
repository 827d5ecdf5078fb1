"""Django's SQLite, which reads the text of a statement once and not each time it is said."""
