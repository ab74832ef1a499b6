"""Plain values for the pages of people."""
