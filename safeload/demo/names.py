"""Plainly invented names for invented people."""

from __future__ import annotations

from random import Random

_FIRST = """
Aisha Alun Amara Andrzej Anna Bilal Bronwen Carys Chidi Claire Daniel Deborah Dylan Ebony
Ela Ewan Farah Fiona Gethin Grace Hamza Hannah Ibrahim Ifeoma Imogen Ivan Jade Jaspreet
Joanna Jonas Kamila Karim Kerry Kwame Laila Leanne Lewis Lowri Łukasz Maeve Marek Maryam
Megan Mohammed Naomi Nia Niamh Oliver Olu Owain Patience Paula Peter Rachel Rhys Roisin Ruth
Sadia Samuel Sara Shanice Simon Siobhan Tariq Temi Tomos Uzma Victor Wendy Yasmin Zainab Zoë
""".split()  # noqa: SIM905 - a column of names reads better than a list of strings
_LAST = """
Abara Ahmed Appleyard Begum Bielak Blackwood Bowen Brannigan Chaudhry Clegg Cwmbran Dhillon
Doyle Ellwood Fairhurst Farooq Fenwick Gwynne Hallam Hartley Hussein Igwe Iqbal Jarvis Kaur
Kowal Llewellyn Marsden McAteer Mensah Nandy Norcliffe Novák Nwosu Oakes Okoro Osei
Pemberton Pryce Quigley Rahman Ravenscroft Rowlands Sandhu Sheard Skelton Sykes Szymański
Thorne Tŵr Uddin Vaughan Wadsworth Whitlock Wójcik Yeboah
""".split()  # noqa: SIM905 - a column of names reads better than a list of strings


def names(rng: Random, count: int) -> list[str]:
    """So many different names, the same each time for the same generator."""
    pairs = [f"{first} {last}" for first in _FIRST for last in _LAST]
    return rng.sample(pairs, count)
