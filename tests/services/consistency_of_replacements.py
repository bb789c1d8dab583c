"""What must hold of replacements whatever happened: lineage, one certificate that holds, no charge without its rule."""

from collections import Counter
from typing import Any

from shared.store.items import Item

UNDER_WAY = {"requested", "approved"}


def check_replacements(
    replacements: list[Item], batches: list[dict[str, Any]], events: list[Item]
) -> None:
    """Raise AssertionError where a run's replacements contradict its certificates or its history."""
    issued = {e["certificate_number"]: e for b in batches for e in b["certificates"]}
    states = {n: state for b in batches for n, state in b["states"].items()}
    valid = Counter(e["learner_id"] for n, e in issued.items() if states.get(n, "valid") == "valid")
    learners = {each["learner_id"] for each in issued.values()}
    assert valid == dict.fromkeys(learners, 1), "one certificate that holds for each learner"
    successors = [e["replaces"] for e in issued.values() if e["replaces"]]
    assert sorted(successors) == sorted(states), "each that no longer holds has its successor"
    _check_lineage(replacements, batches, states)
    under_way = [n for r in replacements if r["status"] in UNDER_WAY for n in r[_NUMBERS]]
    assert len(under_way) == len(set(under_way)), "two replacements under way of one certificate"
    assert not states.keys() & set(under_way)
    for each in replacements:
        _check_charge(each)
    asked = {"replacement_requested", "replacement_recorded"}
    told = {e["facts"]["replacement_id"] for e in events if e["type"] in asked}
    assert told == {r["replacement_id"] for r in replacements if "settles" not in r}


_NUMBERS = "certificate_numbers"


def _check_lineage(
    replacements: list[Item], batches: list[dict[str, Any]], states: dict[str, str]
) -> None:
    by_block = {batch["block"]: batch for batch in batches}
    done = [each for each in replacements if each["status"] == "issued"]
    assert sorted(n for r in done for n in r[_NUMBERS]) == sorted(states)
    for each in done:
        replaced = {e["replaces"] for e in by_block[each["block"]]["certificates"]}
        assert set(each[_NUMBERS]) <= replaced
        became = "revoked" if each["reason"] == "incorrect" else "replaced"
        assert {states[number] for number in each[_NUMBERS]} == {became}


def _check_charge(each: Item) -> None:
    charge = each["charge"]
    assert (charge["pence"] > 0) == (charge["rule"] == "fee") == ("fee_valid_from" in charge)
    assert 0 <= charge["vat_pence"] < max(charge["pence"], 1)
    assert charge["currency"] == "GBP"


def check_listed(item: Item, views: tuple[Any, ...]) -> None:
    """Raise AssertionError unless a replacement is listed where it belongs: while under way, and by its charge."""
    centre = item["centre_id"]
    if item["status"] in UNDER_WAY:
        assert views == (f"REPLACEMENTS#{centre}", None, f"REPLACEMENTS#{item['status']}")
        assert item["place"].startswith(item["requested_at"][:19])
    elif item["status"] == "issued" and item["charge"]["pence"]:
        month = item["place"][:7]
        assert views == (f"CHARGES#{centre}", None, f"CHARGES#{month}")
        assert item["issued_at"].startswith(month)
    else:
        assert views == (None, None, None), f"{item['pk']} {item['sk']} is listed"
