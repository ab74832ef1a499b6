"""The people who do the work and the people who use the product: teams, posts, commitments, roles, scope."""
