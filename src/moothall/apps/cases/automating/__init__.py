"""Rules of the council's folder, as far as they are about cases: what was true when, and how each thing is done."""
