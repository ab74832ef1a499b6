"""An invented authority of a typical size, with some deliberate trouble in it, and a cast to sign in as."""
