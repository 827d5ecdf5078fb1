"""The commands of the project itself. Those of rooms stand in the rooms' own `commands.py`."""
