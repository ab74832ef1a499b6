"""Two managers at once, and thirty-two: the real server, both databases, every invariant counted again."""
