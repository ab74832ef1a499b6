"""Pages of lists: bring in, see what would change, settle, apply, undo."""
