"""A template of the AO's own: what is taken, what is refused and how it is told, and what it cannot reach."""

from datetime import timedelta
from pathlib import Path

import pytest

from shared.documents import press, trial
from shared.documents.certificate import our_template, sheets
from shared.documents.press import Bounds, NotPrinted
from shared.documents.trial import faults_of
from tests.documents.papers import LETTERHEAD, PORTAL
from tests.documents.test_certificate import ISSUED_AT, certificate

OURS = our_template()
SECRET = "a secret of this machine"
# As short as they are, these need no more.
SOON = Bounds(timedelta(seconds=3), 400_000_000)


def refusal(template: str, bounds: Bounds = SOON) -> str:
    to_print = sheets(template, LETTERHEAD, PORTAL, ISSUED_AT, {"one.pdf": [certificate()]})
    with pytest.raises(NotPrinted) as refused:
        list(press.printed(to_print, bounds))
    return str(refused.value)


def test_our_own_is_taken() -> None:
    assert faults_of(OURS, LETTERHEAD) == []


def test_what_typst_refuses_is_told_in_its_words_with_the_place() -> None:
    (fault,) = faults_of(OURS + "\n#nothing-of-the-sort", LETTERHEAD)
    assert "unknown variable: nothing-of-the-sort" in fault
    assert f"template.typ:{OURS.count(chr(10)) + 2}:1" in fault


def test_what_a_screen_reader_could_not_read_is_refused() -> None:
    (fault,) = faults_of(OURS.replace("alt:", "// alt:"), LETTERHEAD)
    assert "PDF/UA-1" in fault


@pytest.mark.parametrize(
    ("gone", "fault"),
    [
        ("certificate.learner_name", "A certificate does not say the learner’s name"),
        ("certificate.date_of_issue", "A certificate does not say its date of issue: 08/07/2026"),
        ("data.awarding_organisation)", "A certificate does not say whose it is: Example Awards"),
        ("of.number", "A certificate does not say the qualification’s number: 603/4829/7"),
        ("of.level", "A certificate does not say the qualification’s level: Entry 3"),
        ("unit.reference", "A unit certificate does not say a unit’s reference: K/617/4101"),
        ("str(unit.credits)", "A unit certificate does not say a unit’s credit: 53"),
        ("[\n    Replacement certificate", "A replacement certificate does not say what it is"),
        ("bytes(certificate.qr)", "A certificate does not show the code"),
    ],
)
def test_each_fact_that_is_missing_is_named(gone: str, fault: str) -> None:
    instead = {
        "data.awarding_organisation)": '"nobody")',
        "[\n    Replacement certificate": "[\n    Another certificate",
        "bytes(certificate.qr)": 'bytes(data.certificates.first().qr.replace(regex("<path.*/>"), ""))',
    }
    changed = OURS.replace(gone, instead.get(gone, '"nothing"'))
    assert changed != OURS
    assert any(told.startswith(fault) for told in faults_of(changed, LETTERHEAD))


def test_every_fault_is_told_at_once_and_once() -> None:
    changed = OURS.replace("of.number", '"none"').replace("of.level", '"none"')
    faults = faults_of(changed, LETTERHEAD)
    assert any("number" in fault for fault in faults)
    assert any("level" in fault for fault in faults)
    assert len(faults) == len(set(faults))


def test_what_is_no_replacement_must_not_say_that_it_is() -> None:
    changed = OURS.replace('"Unit certificate"', '"Unit certificate (replacement)"')
    assert "A unit certificate says that it is a replacement" in faults_of(changed, LETTERHEAD)


def test_capitals_and_hyphens_do_not_hide_a_fact() -> None:
    changed = OURS.replace("breakable(unit.title)", "upper(breakable(unit.title))")
    assert faults_of(changed.replace("hyphenate: false", "hyphenate: true"), LETTERHEAD) == []


@pytest.mark.parametrize("path", ["{path}", "/{path}", "../../../../../../../..{path}"])
def test_it_reads_no_file(tmp_path: Path, path: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    told = refusal(f'#read("{path.format(path=secret)}")')
    assert SECRET not in told
    assert "not found" in told or "escape" in told


@pytest.mark.parametrize("name", ['"@preview/cetz:0.3.0"', '("@pre" + "view/cetz:0.3.0")'])
def test_it_fetches_nothing_over_the_network(name: str) -> None:
    # Refused by the proxy that is not there, before any name is looked up.
    told = refusal(f"#import {name}")
    assert "refused" in told.lower()
    assert "resolve" not in told


def test_it_does_not_know_our_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    assert SECRET not in refusal("#panic(sys.inputs)")


def test_it_takes_neither_all_time_nor_all_memory() -> None:
    forever = "#for i in range(100000) { for j in range(100000) { let x = i * j } }"
    assert refusal(forever) == "It takes more than 3 seconds or 400 MB."
    enough = "#let a = range(10000000).map(x => range(1000))\n#a.len()"
    assert refusal(enough, Bounds(timedelta(minutes=1), 400_000_000)).startswith("It takes more")


def test_a_trial_ends_before_api_gateway_gives_up() -> None:
    assert trial.BOUNDS.time < timedelta(seconds=25)
