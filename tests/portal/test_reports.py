"""Certificate Receipt Pending on its pages and in its files, live and of the past; each centre sees its own."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from infra.local.stack import Stack
from shared.domain.clock import written_day
from shared.services import print_daily_report
from tests.journeys.conftest import Office, told
from tests.portal import parcels
from tests.portal.conftest import Page, Visitor, visitor
from tests.portal.parcels import posted, royal_mail

office, another = parcels.office, parcels.another

PENDING = "/portal/reports/certificate-receipt-pending"
DAYS = f"{PENDING}/days"


@pytest.fixture
def desk(stack: Stack) -> Visitor:
    return visitor(stack, "ao")


@pytest.fixture
def centre(stack: Stack, office: Office) -> Visitor:
    return visitor(stack, "centre", office.centre_id)


def written(of: Office, day: datetime) -> None:
    path = "/local/schedules/DailyPendingReceiptReport"
    told(of.anyone.post(path, json={"time": day.isoformat()}))


def table(page: Page) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(page.answer.content.decode("utf-8-sig"))))
    return rows[1:]


def sheet(book: bytes) -> list[list[Any]]:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return opened.get_sheet_by_index(0).to_python()[1:]


def test_what_is_pending_is_listed_until_it_is_confirmed(centre: Visitor, office: Office) -> None:
    assert "There are no outstanding confirmations" in centre.get(PENDING).text
    assert "<table" not in centre.get(PENDING).answer.text
    late, new = posted(office, days_ago=60), posted(office)
    page = centre.get(PENDING)
    assert f"2 course runs on {written_day(office.today)}" in page.text
    assert "Confirm within 10 working days of dispatch." in page.text
    assert page.text.index(late) < page.text.index(new)
    assert "Overdue by" in page.text
    assert "Awaiting receipt" in page.text
    assert f"Royal Mail {royal_mail(new)}" in page.text
    assert [link for link in page.links if link.startswith("https://www.royalmail.com/")]
    manage = f"/portal/course-runs/{new}/manage?action=CRF+Received"
    assert manage in page.links
    assert "CRF Received" in centre.get(manage).text
    assert office.confirm(new).status_code == 201
    assert office.confirm(late).status_code == 201
    assert "There are no outstanding confirmations" in centre.get(PENDING).text


def test_the_filters_hold_for_the_page_and_the_files(
    desk: Visitor, office: Office, another: Office
) -> None:
    late, new, theirs = posted(office, days_ago=60), posted(office), posted(another)
    ours = {"centre_id": office.centre_id}
    for overdue, expected in (("", {late, new}), ("true", {late}), ("false", {new})):
        asked = ours | {"overdue": overdue}
        text = desk.get(PENDING, params=asked).text
        assert {run for run in (late, new, theirs) if f" {run} " in text} == expected
        rows = table(desk.get(f"{PENDING}.csv", params=asked))
        assert {row[0] for row in rows} == expected
        book = desk.get(f"{PENDING}.xlsx", params=asked).answer.content
        assert {row[0] for row in sheet(book)} == expected
    page = desk.get(PENDING, params=ours | {"overdue": "true"})
    assert f"1 overdue course run on {written_day(office.today)}, centre" in page.text
    for kind in ("csv", "xlsx"):
        assert f"{PENDING}.{kind}?overdue=true&centre_id={office.centre_id}" in page.links
    assert not [link for link in page.links if "manage" in link]
    assert "that you asked for" in desk.get(PENDING, params={"centre_id": "nowhere"}).text


def test_files_are_named_after_their_date(centre: Visitor, office: Office) -> None:
    posted(office)
    for kind, media_type in (("csv", "text/csv; charset=utf-8"), ("xlsx", "application/vnd.")):
        answer = centre.get(f"{PENDING}.{kind}").answer
        name = f"certificate-receipt-pending-{office.today}.{kind}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["content-type"].startswith(media_type)
        assert answer.headers["cache-control"] == "no-store"
    assert centre.get(f"{PENDING}.csv").answer.content.startswith(b"\xef\xbb\xbf")


def test_a_long_report_has_pages_and_whole_files(
    centre: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [posted(office) for _ in range(3)]
    monkeypatch.setattr("shared.domain.limits.PAGE_DEFAULT", 2)
    first = centre.get(PENDING)
    assert "2 course runs on this page of the report" in first.text
    (following,) = {link for link in first.links if "cursor=" in link}
    second = centre.get(following)
    assert sorted([*runs]) == sorted(
        run for page in (first, second) for run in runs if f" {run} " in page.text
    )
    assert len(table(centre.get(f"{PENDING}.csv"))) == 3
    monkeypatch.setattr("functions.portal.reports.pending.WHOLE_REPORT", 2)
    for kind in ("csv", "xlsx"):
        page = centre.get(f"{PENDING}.{kind}")
        assert page.status == 422
        assert "There are more than 2 confirmations to come, too many for one file." in page.text


def test_a_centre_sees_its_own_rows_only(
    centre: Visitor, desk: Visitor, office: Office, another: Office
) -> None:
    ours, theirs = posted(office), posted(another)
    now = datetime.now(UTC)
    written(office, now)
    for path in (PENDING, f"{PENDING}.csv", f"{DAYS}/{office.today}"):
        assert all(run in desk.get(path).answer.text for run in (ours, theirs))
        text = centre.get(path).answer.text
        assert (ours in text, theirs in text) == (True, False)
        asked = {"centre_id": another.centre_id}
        assert theirs not in centre.get(path, params=asked).answer.text
    of_day = f"{DAYS}/{office.today}/report.csv"
    assert {row[0] for row in table(centre.get(of_day))} == {ours}
    assert {ours, theirs} <= {row[0] for row in table(desk.get(of_day))}
    for reader, seen in ((centre, {ours}), (desk, {ours, theirs})):
        answer = reader.get(of_day.replace(".csv", ".xlsx")).answer
        assert f'-{office.today}.xlsx"' in answer.headers["content-disposition"]
        runs = {row[0] for row in sheet(answer.content)}
        assert {ours, theirs} & runs == seen
    assert table(centre.get(f"{PENDING}.csv", params={"centre_id": another.centre_id})) == []


def test_a_past_report_is_had_as_pdf_by_the_ao_alone(
    centre: Visitor, desk: Visitor, office: Office, another: Office
) -> None:
    ours, theirs = posted(office), posted(another)
    written(office, datetime.now(UTC))
    page, of_day = f"{DAYS}/{office.today}", f"{DAYS}/{office.today}/report.pdf"
    assert of_day in desk.get(page).links
    answer = desk.get(of_day).answer
    assert answer.headers["content-type"] == "application/pdf"
    name = f"certificate-receipt-pending-{office.today}.pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["cache-control"] == "no-store"
    printed = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages]
    text = "".join(printed).replace("\u200b", "").replace("\n", "")
    assert ours in text
    assert theirs in text
    # It has the rows of every centre.
    assert of_day not in centre.get(page).links
    refused = centre.get(of_day)
    assert (refused.status, theirs in refused.text) == (403, False)


def test_a_past_report_that_was_not_printed_offers_no_pdf(
    desk: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted(office)
    day = "2020-03-03"
    path = "/local/schedules/DailyPendingReceiptReport"
    with monkeypatch.context() as broken:
        broken.setattr(print_daily_report, "pending_pdf", None)
        assert office.anyone.post(path, json={"time": f"{day}T06:00:00Z"}).status_code == 502
    page = f"{DAYS}/{day}"
    links = desk.get(page).links
    assert f"{page}/report.csv" in links
    assert f"{page}/report.pdf" not in links
    missing = desk.get(f"{page}/report.pdf")
    assert missing.status == 404
    assert "There is no printed report of this date." in missing.text


def test_a_past_report_stands_as_it_was(centre: Visitor, office: Office) -> None:
    run = posted(office)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    written(office, yesterday)
    assert office.confirm(run).status_code == 201
    day = office.today - timedelta(days=1)
    page = centre.get(f"{DAYS}/{day}")
    assert f"Certificate Receipt Pending on {written_day(day)}" in page.text
    assert f" {run} " in page.text
    assert not [link for link in page.links if "manage" in link]
    assert f"{DAYS}/{day}" in centre.get(DAYS, params={"month": day.isoformat()[:7]}).links
    written(office, yesterday)
    assert "There were no outstanding confirmations." in centre.get(f"{DAYS}/{day}").text


def test_a_day_is_chosen(centre: Visitor, office: Office) -> None:
    written(office, datetime.now(UTC))
    today = office.today

    def chosen(**parts: object) -> Page:
        fields = {f"day-{part}": str(value) for part, value in parts.items()}
        return centre.get(DAYS, params={"choose": "date", **fields})

    found = chosen(day=today.day, month=today.strftime("%B"), year=today.year)
    assert (found.status, found.location) == (303, f"{DAYS}/{today}")
    for parts, wrong in (
        ({}, "must be filled in"),
        ({"day": 31, "month": 2, "year": 2026}, "must be a real date"),
        ({"day": 3, "month": 3, "year": 2019}, "There is no report of 3 March 2019"),
    ):
        page = chosen(**parts)
        assert (page.status, wrong in page.text) == (422, True)
        assert 'href="#day-day"' in page.answer.text
    assert "Reports of March 2019" in page.text
    assert f"{DAYS}?month=2019-04" in page.links


@pytest.mark.parametrize("day", ["2019-03-03", "2019-02-30", "20190303", "2026-W10-1", "today"])
def test_a_day_without_a_report_is_not_found(centre: Visitor, day: str) -> None:
    for path in (f"{DAYS}/{day}", f"{DAYS}/{day}/report.csv", f"{DAYS}/{day}/report.xlsx"):
        page = centre.get(path)
        assert (page.status, "There is no report of this date." in page.text) == (404, True)


def test_reports_are_not_for_verifiers(stack: Stack, office: Office) -> None:
    run = posted(office)
    written(office, datetime.now(UTC))
    verifier = visitor(stack, "verifier", office.verifier_id)
    today = f"{DAYS}/{office.today}"
    paths = ("/portal/reports", PENDING, f"{PENDING}.csv", f"{PENDING}.xlsx")
    files = (f"{today}/report.{suffix}" for suffix in ("csv", "xlsx", "pdf"))
    for path in (*paths, DAYS, today, *files):
        page = verifier.get(path)
        assert (page.status, run in page.text) == (403, False)


def test_the_reports_are_listed(centre: Visitor, desk: Visitor) -> None:
    for reader in (centre, desk):
        assert {PENDING, DAYS} <= set(reader.get("/portal/reports").links)
