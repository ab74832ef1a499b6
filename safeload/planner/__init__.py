"""The planner's pages: proposals for what waits, kept with their inputs; nothing here changes who holds a case."""
