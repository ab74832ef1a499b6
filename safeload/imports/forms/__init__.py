"""Forms of lists: the upload, the questions that a list asks, the confirmation."""
