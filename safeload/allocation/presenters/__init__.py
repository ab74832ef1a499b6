"""Plain values for the pages of allocation."""
