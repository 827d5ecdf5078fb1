"""Files in a folder on a disk."""
