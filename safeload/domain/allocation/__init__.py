"""Who could hold a waiting case, why, and why not the others. ``propose`` is the only door; ``solver`` alone knows HiGHS."""
