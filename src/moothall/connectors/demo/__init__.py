"""A pretend one of every system of somebody else's, for demonstrations and tests."""
