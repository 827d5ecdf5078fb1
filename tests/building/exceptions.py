"""What is longer than the house allows, by how much, since when and why. The list may only shrink."""

TOO_LONG: dict[str, int] = {}
