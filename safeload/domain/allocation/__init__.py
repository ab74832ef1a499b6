"""Who could hold a waiting case, why, and why not the others.

``propose`` is the only door; ``solver`` alone knows the solver's library. A proposal changes nothing (ALL-01).
"""
