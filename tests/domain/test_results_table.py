"""Results as a table: as spreadsheets save them, with every fault told by line and column."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.faults import Fault, Invalid, Malformed
from shared.domain.results_table import COLUMNS, at_lines, named_rows, read_results_csv
from shared.domain.spreadsheets import unguarded

HEADER = "learner_id,unit,outcome,grade,achieved_on\n"
LINE = "L1,A/506/2130,achieved,Pass,2026-05-01\n"
ROW = {
    "learner_id": "L1",
    "unit": "A/506/2130",
    "outcome": "achieved",
    "grade": "Pass",
    "achieved_on": "2026-05-01",
}


def faults_of(text: str) -> list[tuple[int | None, str | None]]:
    with pytest.raises(Invalid) as refused:
        read_results_csv(text.encode())
    assert all(fault.detail for fault in refused.value.faults)
    return [(fault.line, fault.column) for fault in refused.value.faults]


def test_a_table_is_read_with_the_line_of_each_row() -> None:
    assert read_results_csv((HEADER + LINE + LINE).encode()) == ([ROW, ROW], [2, 3])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_any_spreadsheet_may_have_saved_it(delimiter: str, line_end: str, encoding: str) -> None:
    text = (HEADER + LINE.replace("Pass", "Très bien")).replace(",", delimiter)
    rows, lines = read_results_csv(text.replace("\n", line_end).encode(encoding))
    assert rows == [ROW | {"grade": "Très bien"}]
    assert lines == [2]


def test_a_delimiter_within_a_cell_is_none() -> None:
    text = 'learner_id;unit;outcome;grade\nL1;A;achieved;"Pass; with 1,5 marks"\n'
    rows, _ = read_results_csv(text.encode())
    assert rows[0]["grade"] == "Pass; with 1,5 marks"


def test_columns_may_stand_in_any_order_and_case_and_two_may_be_left_out() -> None:
    rows, _ = read_results_csv(b" Unit ,OUTCOME,learner_id\nA,achieved, L1 \n")
    assert rows == [{"unit": "A", "outcome": "achieved", "learner_id": "L1"}]


@pytest.mark.parametrize(
    "header",
    [
        "Learner ID,Unit,Outcome,Grade,Achieved on",
        "LEARNER_ID, unit ,OUTCOME,grade,achieved  on",
        '" learner id",unit,outcome,"Grade\n",achieved_on',
    ],
)
def test_columns_are_known_by_their_words(header: str) -> None:
    rows, _ = read_results_csv(f"{header}\n{LINE}".encode())
    assert rows == [ROW]


def test_the_columns_that_tell_people_whose_row_it_is_are_passed_over() -> None:
    text = 'Learner ID,Learner name,unit,unit_title,outcome\nL1,\'=cmd,A,"Autism; sight, hearing",withdrawn\n'
    rows, _ = read_results_csv(text.encode())
    assert rows == [{"learner_id": "L1", "unit": "A", "outcome": "withdrawn"}]
    # But a name in a row of its own is not nothing.
    rows, lines = read_results_csv(b"learner_id,learner_name,unit,outcome\n,Zoe,,\n,,,\n")
    assert (rows, lines) == ([{}], [2])


def test_what_cells_say_is_for_others_to_read() -> None:
    text = "learner_id;unit;outcome;achieved_on\nL1;A;Not achieved;27/3/2026\n"
    (row,), _ = read_results_csv(text.encode())
    assert (row["outcome"], row["achieved_on"]) == ("Not achieved", "27/3/2026")


def test_cells_that_were_guarded_are_what_they_were() -> None:
    rows, _ = read_results_csv(
        (HEADER + "'-L1,A,achieved,'=1+1,\n'L2,A,achieved,'Pass,\n").encode()
    )
    assert [(row["learner_id"], row["grade"]) for row in rows] == [
        ("-L1", "=1+1"),
        ("'L2", "'Pass"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_excels_is_read(encoding: str) -> None:
    text = (HEADER + LINE).replace(",", "\t").replace("Pass", "優")
    body = text.encode(encoding) if encoding == "utf-16" else ("\ufeff" + text).encode(encoding)
    rows, _ = read_results_csv(body)
    assert rows == [ROW | {"grade": "優"}]


def test_empty_cells_are_left_out_and_short_lines_are_empty_to_their_end() -> None:
    rows, lines = read_results_csv((HEADER + "L1,A,achieved,,\nL2,A,withdrawn\n").encode())
    without = {"unit": "A", "outcome": "achieved", "learner_id": "L1"}
    assert rows == [without, {"learner_id": "L2", "unit": "A", "outcome": "withdrawn"}]
    assert lines == [2, 3]


def test_empty_lines_are_passed_over_but_counted() -> None:
    text = HEADER + "\n" + LINE + ",,,,\n  \n" + LINE + "\n\n"
    assert read_results_csv(text.encode()) == ([ROW, ROW], [3, 6])


def test_a_quoted_line_break_counts_as_a_line() -> None:
    text = HEADER + 'L1,A,achieved,"Pass\nwith\nhonours",\n' + LINE
    rows, lines = read_results_csv(text.encode())
    assert rows[0]["grade"] == "Pass\nwith\nhonours"
    assert lines == [2, 5]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_quoted_line_break_in_the_header_counts_too(line_end: str) -> None:
    text = 'learner_id,unit,outcome,"grade\n"\n'.replace("\n", line_end)
    assert read_results_csv((text + f"L1,A,achieved{line_end}").encode())[1] == [3]


def test_every_fault_of_the_header_is_told_at_once() -> None:
    assert faults_of("learner_id,outcome,outcome,mark,\nL1\n") == [
        (1, "unit"),
        (1, "mark"),
        (1, ""),
        (1, "outcome"),
    ]
    assert faults_of("") == [(1, "learner_id"), (1, "unit"), (1, "outcome")]
    assert faults_of("\n" + HEADER + LINE)[0] == (1, "learner_id")


def test_what_is_no_column_is_told_as_it_stands() -> None:
    with pytest.raises(Invalid) as refused:
        named_rows([(3, ["Learner Nmae", "unit", "Unit Title", "unit_title"])])
    assert [(fault.line, fault.detail) for fault in refused.value.faults] == [
        (3, "The column learner_id is missing."),
        (3, "The column outcome is missing."),
        (3, "There is no column Learner Nmae here."),
        (3, "The column unit_title stands here twice."),
    ]


def test_every_line_with_too_many_cells_is_told() -> None:
    text = HEADER + "L1,A,achieved,Pass,2026-05-01,more\n" + LINE + "L1,A,achieved,,,,\n"
    assert faults_of(text) == [(2, None), (4, None)]


@pytest.mark.parametrize(
    "body",
    [
        b'learner_id,unit,outcome\n"L1,A,achieved\n',
        b'learner_id,unit,outcome\n"L1"x,A,achieved\n',
        b"learner_id,unit,outcome\nL1,\x81,achieved\n",
        b"learner_id,unit,outcome\n" + b"x" * 200_000 + b",A,achieved\n",
    ],
)
def test_what_is_no_table_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        read_results_csv(body)
    assert "L1" not in refused.value.detail


def test_faults_of_a_body_are_told_by_line_and_column() -> None:
    faults = [
        Fault("/results/0/outcome", "Unknown."),
        Fault("/results/1/unit", "This learner and unit stand in result 1 already."),
        Fault("/results", "Learner L2 has no outcome for A."),
        Fault("/results/1", "Not a result."),
    ]
    assert [(each.line, each.column, each.detail) for each in at_lines(faults, [2, 5])] == [
        (2, "outcome", "Unknown."),
        (5, "unit", "This learner and unit stand on line 2 already."),
        (None, None, "Learner L2 has no outcome for A."),
        (5, None, "Not a result."),
    ]


cells = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
    | st.sampled_from(['"', "a\nb", "a\r\nb", ",", ";;", "'", "x,y"])
).filter(lambda cell: unguarded(cell) == cell)


@given(st.lists(st.lists(cells, min_size=5, max_size=5), max_size=6), st.sampled_from(",;\t"))
def test_what_a_writer_of_csv_writes_is_read_as_it_was(
    table: list[list[str]], delimiter: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([COLUMNS, *table])
    rows, lines = read_results_csv(text.getvalue().encode())
    expected = [
        {name: cell.strip() for name, cell in zip(COLUMNS, row, strict=True) if cell.strip()}
        for row in table
    ]
    assert rows == [row for row in expected if row]
    # Each row begins behind the line breaks of all before it.
    begins = [2 + i + sum(cell.count("\n") for row in table[:i] for cell in row) for i in range(6)]
    assert lines == [begins[i] for i, row in enumerate(expected) if row]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        rows, lines = read_results_csv(b"learner_id,unit,outcome\n" + body)
    except (Invalid, Malformed):
        return
    assert len(rows) == len(lines)
