"""Plain values for the pages of lists."""
