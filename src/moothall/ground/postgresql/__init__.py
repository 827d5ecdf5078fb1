"""Django's PostgreSQL, with a cheaper way to see whether a connection that is kept open is still alive."""
