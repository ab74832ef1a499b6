"""Cases and households, what the schemes ask of them, and who holds which from when to when."""
