"""One module a noun: its shapes, its reads, its writes. Each calls the query or the action that the page calls."""
