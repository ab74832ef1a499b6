"""Plain values for the pages of workload: exact figures become words and pictures here."""
