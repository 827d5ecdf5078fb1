"""Moothall: one open-source digital platform for a council."""
