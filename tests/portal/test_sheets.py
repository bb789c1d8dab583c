"""Files of results that people upload: workbooks as they make them, CSVs, and what is neither."""

from datetime import date, datetime, time
from typing import Any

import pytest

from functions.portal.results.sheets import Kind, kind_of, read_results_file, rows_of_sheet
from shared.domain import limits
from shared.domain.faults import Invalid, Malformed
from tests.portal.workbooks import archive, changed, made, of_rows

HEADER = ["Learner ID", "Learner name", "Unit", "Unit title", "Outcome", "Grade", "Achieved on"]
LINE = ["L1", "Zoë", "A/506/2130", "Autism", "Not achieved", "Pass", "27 March 2026"]
ROW = {
    "learner_id": "L1",
    "unit": "A/506/2130",
    "outcome": "not_achieved",
    "grade": "Pass",
    "achieved_on": "2026-03-27",
}


def test_a_workbook_is_read_with_the_row_of_each_result() -> None:
    assert read_results_file(of_rows(HEADER, LINE, [], LINE)) == ([ROW, ROW], [2, 4])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_so_is_a_csv(delimiter: str, encoding: str) -> None:
    text = "".join(delimiter.join(each) + "\r\n" for each in (HEADER, LINE))
    assert kind_of(text.encode(encoding)) is Kind.CSV
    assert read_results_file(text.encode(encoding)) == ([ROW], [2])


def test_outcomes_and_dates_may_be_as_people_write_them() -> None:
    header = ["learner_id", "unit", "outcome", "achieved_on"]
    ways = [
        ("NOT  achieved", "27/3/2026"),
        ("not_achieved", "2026-03-27"),
        ("Not-Achieved", "27-Mar-26"),
    ]
    lines = [header, *(["L1", "A", *way] for way in ways)]
    for body in (of_rows(*lines), "\n".join(map(",".join, lines)).encode()):
        rows, _ = read_results_file(body)
        assert {(row["outcome"], row["achieved_on"]) for row in rows} == {
            ("not_achieved", "2026-03-27")
        }


def test_cells_become_text() -> None:
    def fill(book: Any, page: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        other = book.add_format({"num_format": "d-mmm-yy"})
        clock = book.add_format({"num_format": "hh:mm"})
        page.write_row(0, 0, [1234.0, -3, 1234567890.0, 12.5, 0.1 + 0.2, 1e20, True])
        page.write_datetime(1, 0, date(2026, 3, 27), day)
        page.write_datetime(1, 1, datetime(2026, 3, 27, 13, 5), other)  # noqa: DTZ001
        page.write_datetime(1, 2, time(13, 5), clock)
        page.write_row(2, 0, ["=1+1", " x ", "Ŵyn", "a\nb", "1234.0", "01"])

    assert rows_of_sheet(made(fill)) == [
        (1, ["1234", "-3", "1234567890", "12.5", "0.3", "1e+20", "TRUE"]),
        (2, ["2026-03-27", "2026-03-27 13:05:00", "13:05:00"]),
        (3, ["=1+1", " x ", "Ŵyn", "a\nb", "1234.0", "01"]),
    ]


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_datetime(0, 0, date(2026, 3, 27), book.add_format({"num_format": "yyyy-mm-dd"}))

    def of_1904(content: bytes) -> bytes:
        return content.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')

    ((_, (shown,)),) = rows_of_sheet(changed(made(fill), "xl/workbook.xml", of_1904))
    assert shown == "2030-03-28"


def test_formulas_count_as_what_they_came_to() -> None:
    def fill(_: Any, page: Any) -> None:
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, LINE)
        page.write_formula(1, 0, '=CONCAT("L","1")', value="L1")
        page.write_row(2, 0, LINE)
        page.write_formula(2, 4, "=Other!A1", value="")
        page.write_formula(2, 5, "=VLOOKUP(1,A:A,1)", value="#N/A")

    rows, lines = read_results_file(made(fill))
    without = {name: value for name, value in ROW.items() if name != "outcome"}
    # Never worked out: it is for the results' own check to say that it is missing.
    assert rows == [ROW, without | {"grade": "#N/A"}]
    assert lines == [2, 3]


def test_of_merged_cells_the_first_has_the_value() -> None:
    def fill(_: Any, page: Any) -> None:
        page.write_row(0, 0, ["learner_id", "unit", "outcome"])
        page.merge_range(1, 0, 2, 0, "L1")
        page.write_row(1, 1, ["A", "achieved"])
        page.write_row(2, 1, ["B", "achieved"])

    assert read_results_file(made(fill))[0] == [
        {"learner_id": "L1", "unit": "A", "outcome": "achieved"},
        {"unit": "B", "outcome": "achieved"},
    ]


@pytest.mark.parametrize(
    ("sheets", "read"), [(("Notes", "Results"), 1), (("Notes", " results"), 1), (("A", "B"), 0)]
)
def test_the_sheet_called_results_is_read_or_else_the_first(
    sheets: tuple[str, ...], read: int
) -> None:
    def fill(book: Any, _: Any) -> None:
        for at, page in enumerate(book.worksheets()):
            page.write(0, 0, at)

    assert rows_of_sheet(made(fill, *sheets)) == [(1, [str(read)])]


def test_a_hidden_sheet_is_not_the_first() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write(0, 0, "shown")
        page.activate()
        page.set_first_sheet()
        book.worksheets()[0].write(0, 0, "hidden")
        book.worksheets()[0].hide()

    assert rows_of_sheet(made(fill, "Lists", "Spring")) == [(1, ["shown"])]


def test_empty_rows_and_columns_around_the_table_do_not_matter() -> None:
    def fill(book: Any, page: Any) -> None:
        page.write_row(3, 2, HEADER)
        page.write_row(4, 2, LINE)
        # A format is nothing, wherever it reaches.
        page.write_blank(1_000_000, 16_000, None, book.add_format({"bold": True}))

    assert read_results_file(made(fill)) == ([ROW], [5])


def test_faults_of_the_header_name_the_row() -> None:
    with pytest.raises(Invalid) as refused:
        read_results_file(of_rows([], ["Results of autumn"], HEADER, LINE))
    assert (refused.value.faults[0].line, refused.value.faults[0].column) == (2, "learner_id")
    with pytest.raises(Invalid) as refused:
        read_results_file(of_rows(HEADER, LINE, [*LINE, "beside"]))
    assert [fault.line for fault in refused.value.faults] == [3]


def test_an_empty_workbook_lacks_its_columns() -> None:
    assert rows_of_sheet(of_rows()) == []
    with pytest.raises(Invalid) as refused:
        read_results_file(of_rows())
    assert len(refused.value.faults) == 3


OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
WORD = archive(_Content_Types__xml=b"<Types/>", word__document_xml=b"<document/>")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "This file is empty."),
        (b" \r\n", "This file is empty."),
        (b"%PDF-1.7\n...", "This is not a spreadsheet or a CSV file."),
        (b"\x89PNG\r\n\x1a\n...", "This is not a spreadsheet or a CSV file."),
        (b"\xff\xd8\xff\xe0...", "This is not a spreadsheet or a CSV file."),
        (b"learner_id,unit\0", "This is not a spreadsheet or a CSV file."),
        (b"\n<!DOCTYPE html><table>", "This is not a spreadsheet or a CSV file."),
        (OLD_EXCEL, "This is an older Excel file (.xls), or it has a password."),
        (WORD, "This is not an Excel workbook."),
        (
            archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "This is not an Excel",
        ),
        (archive(), "This is not an Excel workbook."),
        (b"PK\x03\x04" + b"x" * 100, "This spreadsheet is damaged."),
        (b"x" * (limits.UPLOAD_BYTES + 1), "This file is too large: at most 3 MB are taken."),
    ],
    ids=range(13),
)
def test_what_holds_no_table_is_refused_in_plain_words(body: bytes, told: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_results_file(body)
    assert refused.value.detail.startswith(told)


def test_macros_and_pictures_are_not_looked_at() -> None:
    book = of_rows(HEADER, LINE)
    with_more = changed(book, "docProps/app.xml", lambda _: b"\0 no XML")
    assert read_results_file(with_more) == ([ROW], [2])
    assert read_results_file(changed(book, "xl/theme/theme1.xml", None)) == ([ROW], [2])


def test_it_goes_by_what_is_in_a_file() -> None:
    assert kind_of(of_rows(HEADER)) is Kind.SHEET
    assert kind_of(b"learner_id;unit") is Kind.CSV
