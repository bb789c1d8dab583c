"""A centre takes a file away, fills in its results with a spreadsheet, and uploads it again."""

from shared.reports.results_form import form_csv, form_xlsx
from shared.services.call import Call
from shared.services.results_drafts import results_to_enter


def results_form_csv(call: Call, course_run_id: str) -> str:
    """Return the file as CSV, with what the draft holds or was submitted last."""
    to_enter = results_to_enter(call, course_run_id)
    return form_csv(to_enter.learners, to_enter.units, to_enter.cells)


def results_form_xlsx(call: Call, course_run_id: str) -> bytes:
    """Return the file as XLSX, with what the draft holds or was submitted last."""
    to_enter = results_to_enter(call, course_run_id)
    return form_xlsx(to_enter.learners, to_enter.units, to_enter.cells)
