"""One module for each kind of file that an authority sends; every public `read()` is pure."""
