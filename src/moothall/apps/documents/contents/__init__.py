"""What a file is, by its bytes alone; and whether we take it."""
