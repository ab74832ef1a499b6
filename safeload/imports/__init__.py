"""What comes in from the authority's own lists: reading, checking, applying, undoing."""
