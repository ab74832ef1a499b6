"""Allocation by agreement: who could take a waiting case, the discussion about it, the answer, the decision."""
