"""Past daily reports: as they were written, each centre its own rows, and nothing taken for a missing report."""

from datetime import date

import pytest
from botocore.exceptions import ClientError

from shared.domain.faults import Forbidden, NotFound
from shared.domain.people import THE_SERVICE
from shared.services.paging import Wanted
from shared.services.pending_receipts import pending_receipts
from shared.services.read_daily_report import read_daily_report, report_days
from shared.services.write_daily_report import write_daily_report
from tests.services import moto_account
from tests.services.bodies import centre_user
from tests.services.world import World

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def two_mornings(world: World) -> None:
    """On Monday a receipt of each centre is pending, on Tuesday that of C2."""
    world.dispatched("R1")
    world.dispatched("R2", centre_id="C2")
    write_daily_report(world.table, world.shelf, world.now, world.now)
    world.receive("R1")
    world.wait(days=1)
    write_daily_report(world.table, world.shelf, world.now, world.now)


def test_the_ao_reads_a_report_as_it_was_written(world: World) -> None:
    world.dispatched("R1", title="Zoë’s class")
    world.dispatched("R2", centre_id="C2")
    live = pending_receipts(world.ao(), Wanted())
    write_daily_report(world.table, world.shelf, world.now, world.now)
    world.receive("R1")
    world.wait(days=3)
    report = read_daily_report(world.ao(), world.shelf, MONDAY)
    assert (report.as_of, report.generated_at.isoformat()) == (MONDAY, "2026-11-23T09:00:00+00:00")
    assert report.items == live.items


def test_a_report_is_read_as_it_was_written_however_its_rows_are_written(world: World) -> None:
    titles = ['"], "count": 0', "}\\u2028,", "],", "Zoë"]
    for n, title in enumerate(titles):
        world.dispatched(f"R{n}", title=title)
    live = pending_receipts(world.ao(), Wanted())
    write_daily_report(world.table, world.shelf, world.now, world.now)
    report = read_daily_report(world.ao(), world.shelf, MONDAY)
    assert [row.title for row in report.items] == titles
    assert report.items == live.items


def test_a_centre_reads_its_own_rows(world: World) -> None:
    two_mornings(world)
    for centre_id, day, runs in (
        ("C1", MONDAY, ["R1"]),
        ("C2", MONDAY, ["R2"]),
        ("C1", TUESDAY, []),
        ("C2", TUESDAY, ["R2"]),
        ("C9", MONDAY, []),
        ("", MONDAY, []),
    ):
        call = world.call(centre_user(centre_id))
        report = read_daily_report(call, world.shelf, day)
        assert [row.course_run_id for row in report.items] == runs
        assert report.as_of == day


def test_a_day_without_a_report_is_not_found(world: World) -> None:
    two_mornings(world)
    for day in (date(2026, 11, 22), date(2026, 11, 25), date.min, date.max):
        for call in (world.ao(), world.centre()):
            with pytest.raises(NotFound):
                read_daily_report(call, world.shelf, day)


def test_a_refusal_of_s3s_is_no_missing_report(world: World) -> None:
    two_mornings(world)
    s3 = moto_account.clients("tests")["s3"]
    forbidden = (
        '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}'
    )
    s3.put_bucket_policy(Bucket=world.shelf.bucket, Policy=forbidden)
    with pytest.raises(ClientError, match="Forbidden"):
        read_daily_report(world.ao(), world.shelf, MONDAY)


def test_the_days_of_a_month_are_listed(world: World) -> None:
    two_mornings(world)
    world.wait(days=30)
    write_daily_report(world.table, world.shelf, world.now, world.now)
    for call in (world.ao(), world.centre("C9")):
        assert report_days(call, world.shelf, MONDAY) == [MONDAY, TUESDAY]
        assert report_days(call, world.shelf, date(2026, 12, 1)) == [date(2026, 12, 24)]
        assert report_days(call, world.shelf, date(2026, 10, 31)) == []


def test_reports_are_not_for_verifiers(world: World) -> None:
    two_mornings(world)
    for call in (world.verifier(), world.call(THE_SERVICE)):
        with pytest.raises(Forbidden):
            read_daily_report(call, world.shelf, MONDAY)
        with pytest.raises(Forbidden):
            report_days(call, world.shelf, MONDAY)
