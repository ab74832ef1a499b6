"""What each change to caseloads is called in the record."""

from __future__ import annotations

WORDS = {
    "caseloads.set_holder": "Changed who holds a case",
    "caseloads.share_case": "Shared a case between practitioners",
    "caseloads.worklist_ticked": "Ticked a case off the worklist for the case system",
    "caseloads.worklist_put_back": "Put a case back on the worklist for the case system",
    "caseloads.add_case": "Added a case",
    "caseloads.correct_case": "Corrected a case",
    "caseloads.close_case": "Closed a case",
    "caseloads.reopen_case": "Opened a case again",
    "caseloads.group": "Put a case into a household",
    "caseloads.split": "Took a case out of its household",
    "caseloads.add_household": "Added a household",
    "caseloads.correct_household": "Corrected a household",
    "caseloads.list_case": "Set a case as a list has it",
    "caseloads.take_back": "Took back what a list said of a case",
    "caseloads.set_values": "Answered what the scheme asks of a case",
    "caseloads.add_task": "Added a task",
    "caseloads.correct_task": "Changed a task",
    "caseloads.remove_task": "Took out a task",
    "caseloads.restore_task": "Put a task back",
    "caseloads.add_court_date": "Added a court date",
    "caseloads.remove_court_date": "Took out a court date",
    "caseloads.restore_court_date": "Put a court date back",
    "caseloads.add_skill_asked": "Noted what a case asks for",
    "caseloads.remove_skill_asked": "Took out what a case asks for",
    "caseloads.restore_skill_asked": "Put back what a case asks for",
    "caseloads.add_conflict": "Noted a conflict of interest",
    "caseloads.remove_conflict": "Took out a conflict of interest",
    "caseloads.restore_conflict": "Put back a conflict of interest",
}
