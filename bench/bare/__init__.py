"""The yardstick: the barest Django, on the same server, database engine and durability."""
