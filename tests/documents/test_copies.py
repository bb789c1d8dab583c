"""The same content as CSV that people open."""

import csv
import io

from shared.documents.certificate_summary import COLUMNS, summary_csv
from shared.documents.certification_report import report_csv
from shared.domain.documents import names_of
from tests.documents.papers import NAMES, report_of, summary


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_summary_has_a_line_for_each_certificate_and_for_who_is_held_back() -> None:
    said = summary(NAMES)
    found = rows(summary_csv(said))
    assert list(found[0]) == list(COLUMNS)
    assert [row["learner_name"] for row in found] == [*NAMES, "Dilnoza O‘tkirova"]
    assert found[0] == {
        "certificate_number": said.certificates[0].certificate_number,
        "learner_id": "L1",
        "learner_name": NAMES[0],
        "uln": "1000007919",
        "certificate_for": "qualification",
        "issued_on": "2026-11-20",
        "held_back": "",
    }
    assert (found[-1]["certificate_number"], found[-1]["held_back"]) == ("", "outstanding query")


def test_no_name_is_taken_for_a_formula() -> None:
    found = rows(summary_csv(summary(["=1+1", "-Jones"], ["@cite"])))
    assert [row["learner_name"] for row in found] == ["'=1+1", "'-Jones", "'@cite"]


def test_a_report_has_a_line_for_each_course_run() -> None:
    report = report_of(summary(NAMES), summary(NAMES[:2], [], run="CR-418"))
    first, second = rows(report_csv(report))
    assert (first["course_run_id"], first["certificates"]) == ("CR-417", str(len(NAMES)))
    assert first["held_back"] == "Dilnoza O‘tkirova (H0): outstanding query"
    assert (second["certificates"], second["held_back"]) == ("2", "")


def test_documents_are_named_for_their_course_runs() -> None:
    assert names_of(["R1"]) == [
        f"{stem}.{suffix}"
        for stem in ("certification-report", "certificate-summary-R1")
        for suffix in ("pdf", "csv", "json")
    ]
