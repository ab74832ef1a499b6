"""Plain values for the pages of cases."""
