"""Who did what, and who looked at what, when: an append-only record that shows its own alteration."""
