"""What must hold in the table whatever happened: read from the stored items, not through the services' own code."""

from collections import Counter
from itertools import pairwise

from shared.store.items import Item
from tests.services.consistency_of_replacements import check_listed, check_replacements
from tests.services.storage import Storage, unpacked

_NUMBERS = "certificate_numbers"


def check_consistency(world: Storage) -> None:
    """Raise AssertionError where what is stored contradicts itself."""
    items = world.items()
    parts = [_Run(items, head) for head in items if head["kind"] == "course_run"]
    for run in parts:
        run.check_history()
        run.check_submissions()
        run.check_queries()
        run.check_search()
        run.check_certificates()
        run.check_consignments()
        run.check_distributions()
        check_replacements(run.replacements, run.batches, run.events)
    numbers = [number for run in parts for number in run.certificate_numbers]
    assert len(numbers) == len(set(numbers)), "a certificate number was used twice"
    of_runs = {run.head["pk"] for run in parts}
    strays = [i["pk"] for i in items if i["pk"].startswith("RUN#") and i["pk"] not in of_runs]
    strays += {i["course_run_id"] for i in items if i["kind"] == "search"} - {r.run for r in parts}
    assert not strays, f"items of no course run: {strays}"
    _check_parcels(items)
    _check_views(items)


class _Run:
    """One course run's items."""

    def __init__(self, items: list[Item], head: Item) -> None:
        self.head, self.run = head, head["course_run_id"]
        mine = [item for item in items if item["pk"] == head["pk"]]
        self.events = [item for item in mine if item["kind"] == "event"]
        self.queries = [item for item in mine if item["kind"] == "query"]
        self.lines = [item for item in mine if item["kind"] == "line"]
        self.replacements = [item for item in mine if item["kind"] == "replacement"]
        self.snapshots = [item for item in mine if item["kind"] == "snapshot"]
        searched = [item for item in items if item["kind"] == "search"]
        self.search = [item for item in searched if item["course_run_id"] == self.run]
        of_runs = {item["pk"]: item["course_run_id"] for item in items if item["kind"] == "block"}
        self.blocks = {pk.partition("#")[2] for pk, run in of_runs.items() if run == self.run}
        self.distributions = [unpacked(i) for i in self._snapshots("RUN#DISTRIBUTION#")]
        self.batches = [unpacked(i) for i in self._snapshots("RUN#CERTIFICATES#")]
        self.certificate_numbers = [
            each["certificate_number"] for b in self.batches for each in b["certificates"]
        ]

    def _snapshots(self, prefix: str) -> list[Item]:
        return [item for item in self.snapshots if item["sk"].startswith(prefix)]

    def happened(self, *types: str) -> list[Item]:
        return [event for event in self.events if event["type"] in types]

    def check_history(self) -> None:
        sequence = [event["sequence"] for event in self.events]
        assert sequence == list(range(1, self.head["version"] + 1)), f"{self.run}: {sequence}"
        assert [int(event["sk"].rpartition("#")[2]) for event in self.events] == sequence
        assert "from" not in self.events[0]
        for earlier, later in pairwise(self.events):
            assert later["from"] == earlier["to"], f"{self.run}: a gap before {later}"
        last = self.events[-1]
        assert (last["to"], _second(last["at"])) == (
            self.head["status"],
            _second(self.head["updated_at"]),
        )

    def check_submissions(self) -> None:
        submitted = self.happened("results_submitted")
        latest = self.head.get("submission", {}).get("version", 0)
        assert latest == len(submitted)
        pieces = {item["sk"].split("#")[1] for item in self._snapshots("SUBMISSION#")}
        assert pieces == {f"{version:06d}" for version in range(1, latest + 1)}
        for item in self.snapshots:
            siblings = self._snapshots(item["sk"].rpartition("#")[0])
            assert (
                item["sk"].split("#")[1] in {"CERTIFICATES", "DISTRIBUTION"}
                or len(siblings) >= item["pieces"]
            )
        asked = self.head.get("notification", {}).get("asked_by")
        asking = [event["sequence"] for event in self.events if event.get("notify") == "verifier"]
        assert asked == (asking[-1] if asking else None)

    def check_queries(self) -> None:
        opened = [query for query in self.queries if "resolution" not in query]
        assert self.head["outstanding_queries"] == len(opened)
        in_history = {event["facts"]["query_id"] for event in self.happened("query_opened")}
        for event in self.happened("results_verified", "results_returned"):
            in_history |= {each["query_id"] for each in event["facts"]["queries"]}
        assert in_history == {query["query_id"] for query in self.queries}
        assert len(self.happened("query_resolved")) == len(self.queries) - len(opened)

    def check_search(self) -> None:
        pieces = [item for item in self.search if item["registered"] == self.head["registered"]]
        assert pieces, f"{self.run} cannot be found"
        assert {item["pk"] for item in pieces} == {f"SEARCH#{self.head['centre_id']}"}

    def check_certificates(self) -> None:
        issued = self.happened("certificates_issued")
        assert {event["facts"]["block"] for event in issued} == self.blocks
        assert {batch["block"] for batch in self.batches} == self.blocks
        all_issued = [each for b in self.batches for each in b["certificates"]]
        learners = Counter(e["learner_id"] for e in all_issued if not e["replaces"])
        assert self.head["certificates"] == len(learners)
        assert all(count == 1 for count in learners.values()), f"{self.run}: two certificates"
        assert len(learners) <= self.head["learners"]

    def check_consignments(self) -> None:
        sent = [block for line in self.lines for block in line["blocks"]]
        assert len(sent) == len(set(sent)), f"{self.run}: a batch travels twice"
        ready = {batch["block"] for batch in self.head["ready"]}
        assert ready == self.blocks - set(sent)
        pending = {each["consignment_id"] for each in self.head["pending"]}
        received = {x["consignment_id"] for x in self.lines if "receipt" in x}
        lost = {x["consignment_id"] for x in self.lines if "written_off_at" in x}
        assert not received & lost
        assert pending == {x["consignment_id"] for x in self.lines} - received - lost
        assert self.head["receipts"] == len(received)
        assert len(self.happened("certificates_dispatched")) == len(self.lines)
        confirmed = self.happened("receipt_confirmed", "last_receipt_confirmed")
        assert sorted(event["facts"]["consignment_id"] for event in confirmed) == sorted(received)
        expected = "certificated" if ready else "dispatched" if pending else "received"
        if self.lines or ready:
            assert self.head["status"] == expected

    def check_distributions(self) -> None:
        """Each is an event's; the lines count what is left; what is destroyed stays so."""
        recorded = [(e["sequence"], e["facts"]) for e in self.happened("distribution_recorded")]
        assert recorded == [
            (d["sequence"], {"how": d["how"], "on": d["on"], "certificates": len(d[_NUMBERS])})
            for d in self.distributions
        ]
        last: dict[str, str] = {}
        for each in self.distributions:
            for number in each[_NUMBERS]:
                assert last.get(number) != "destroyed", f"{number} was destroyed"
                last[number] = each["how"]
        for line in self.lines:
            mine = [b for b in self.batches if b["block"] in line["blocks"]]
            sent = [e["certificate_number"] for b in mine for e in b["certificates"]]
            if "receipt" not in line:
                assert not last.keys() & sent, "distributed before it was received"
                continue
            wrong = {d["certificate_number"] for d in line["receipt"]["discrepancies"]}
            settled = line.get("resolutions", {})
            aside = {n for n in wrong if settled.get(n, {}).get("how") != "explanation"}
            states = {n: state for b in mine for n, state in b.get("states", {}).items()}
            there = {n for n in sent if states.get(n, "valid") == "valid"} - aside
            left = [n for n in there if last.get(n, "returned") == "returned"]
            assert line.get("undistributed", line["certificates"] - len(aside)) == len(left)
            assert ("centre_view" in line) == bool(left)
            assert ("organisation_view" in line) == bool(wrong - settled.keys())


def _second(time: str) -> str:
    return time[:19]


def _check_parcels(items: list[Item]) -> None:
    parcels = {item["consignment_id"]: item for item in items if item["kind"] == "consignment"}
    taken = [item["consignment_id"] for item in items if item["kind"] == "tracking"]
    assert sorted(taken) == sorted(parcels), "a tracking number for each parcel, and one only"
    lines = [item for item in items if item["kind"] == "line"]
    for consignment_id, parcel in parcels.items():
        mine = [line for line in lines if line["consignment_id"] == consignment_id]
        assert {line["course_run_id"] for line in mine} == set(parcel["course_run_ids"])
        assert {line["centre_id"] for line in mine} == {parcel["centre_id"]}
    assert {line["consignment_id"] for line in lines} == set(parcels)


def _check_views(items: list[Item]) -> None:
    """Every course run, open query and line without receipt is listed where it belongs, and nothing else is."""
    for item in items:
        views = tuple(item.get(f"{by}_view") for by in ("centre", "verifier", "organisation"))
        if item["kind"] == "course_run":
            centre, verifier = f"CENTRE#{item['centre_id']}", f"VERIFIER#{item['verifier_id']}"
            assert views == (centre, verifier, f"STATUS#{item['status']}")
        elif item["kind"] == "line" and not {"receipt", "written_off_at"} & item.keys():
            assert views[:2] == (f"PENDING#{item['centre_id']}", None)
            assert str(views[2]).startswith("PENDING#")
            assert item["place"].startswith(item["receipt_due_on"])
        elif item["kind"] == "line" and "place" in item:
            assert views[0] in {None, f"TO_DISTRIBUTE#{item['centre_id']}"}
            assert views[1:] in {(None, None), (None, "DISCREPANCIES#open")}
            assert item["place"].startswith(item["receipt"]["date_received"])
        elif item["kind"] == "replacement":
            check_listed(item, views)
        elif item["kind"] == "query" and "resolution" not in item:
            assert views == (f"QUERIES#{item['centre_id']}", None, "QUERIES#open")
            assert item["place"].startswith(_second(item["opened_at"]))
            assert item["pk"] == f"RUN#{item['course_run_id']}"
        else:
            assert views == (None, None, None), f"{item['pk']} {item['sk']} is listed"
