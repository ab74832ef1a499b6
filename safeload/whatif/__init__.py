"""What if: a team's board as it would be. Nothing that is real is changed by it."""
