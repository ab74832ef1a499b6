"""The shape of what is typed about people, teams and accounts."""
