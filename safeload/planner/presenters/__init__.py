"""Plain values for the planner's pages."""
