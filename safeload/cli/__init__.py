"""The command line. Measuring needs no database; what does need it sets Django up first."""
