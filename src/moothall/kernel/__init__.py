"""Pure Python under everything: who acts, when, by which rule. No Django, no I/O."""
