"""Where each item lies: its primary key, and the views by which it is listed."""

import hashlib
from datetime import date, datetime
from zlib import crc32

from shared.domain.clock import stamp

Key = dict[str, str]

# The partition key of each index; the sort key of all of them is `place`.
VIEWS = {
    "by_centre": "centre_view",
    "by_verifier": "verifier_view",
    "across_centres": "organisation_view",
}

# Enough for tens of thousands of confirmations a second; each costs the report one more query.
PENDING_PARTITIONS = 4
RUN_ITEMS = "RUN"
EVENTS = "EVENT#"
QUERIES = "RUN#QUERY#"
CERTIFICATES = "RUN#CERTIFICATES#"
PRINTINGS = "RUN#PRINTING#"
LINES = "RUN#CONSIGNMENT#"
DISTRIBUTIONS = "RUN#DISTRIBUTION#"
REPLACEMENTS = "RUN#REPLACEMENT#"
SESSIONS = "SESSION#"
MAILINGS = "MAILED#"
# The partition of all fee tables: they are few.
FEES = "FEES"
FEE_TABLES = "FEE#"
CONSIGNMENT = "CONSIGNMENT"
DOCUMENTS = "CONSIGNMENT#DOCUMENTS"
# The across_centres view of all open queries: they are few.
OPEN_QUERIES = "QUERIES#open"
# And that of all received lines of which something is not right and not settled.
OPEN_DISCREPANCIES = "DISCREPANCIES#open"


def _single(name: str, value: str) -> Key:
    return {"pk": f"{name}#{value}", "sk": name}


def run_partition(course_run_id: str) -> str:
    """Return the partition of everything that belongs to one course run."""
    return f"RUN#{course_run_id}"


def _in_run(course_run_id: str, sort: str) -> Key:
    return {"pk": run_partition(course_run_id), "sk": sort}


def head(course_run_id: str) -> Key:
    """Return the key of a run's head."""
    return _in_run(course_run_id, RUN_ITEMS)


def roster(course_run_id: str, piece: int) -> Key:
    """Return the key of a piece of a run's roster."""
    return _in_run(course_run_id, f"RUN#ROSTER#{piece:02d}")


def submission(course_run_id: str, version: int, piece: int) -> Key:
    """Return the key of a piece of one version of a run's results."""
    return _in_run(course_run_id, f"SUBMISSION#{version:06d}#{piece:02d}")


def draft(course_run_id: str, piece: int) -> Key:
    """Return the key of a piece of a run's draft of results, which is not read with the run."""
    return _in_run(course_run_id, f"DRAFT#{piece:02d}")


def query(course_run_id: str, query_id: str) -> Key:
    """Return the key of a query about a learner of the run."""
    return _in_run(course_run_id, QUERIES + query_id)


def certificates(course_run_id: str, block: str) -> Key:
    """Return the key of a batch of a run's certificates."""
    return _in_run(course_run_id, CERTIFICATES + block)


def printing(course_run_id: str, block: str) -> Key:
    """Return the key of what became of printing a batch."""
    return _in_run(course_run_id, PRINTINGS + block)


def line(course_run_id: str, consignment_id: str) -> Key:
    """Return the key of a run's line in a consignment."""
    return _in_run(course_run_id, LINES + consignment_id)


def distribution(course_run_id: str, sequence: int) -> Key:
    """Return the key of what the event `sequence` recorded of certificates at the centre."""
    return _in_run(course_run_id, f"{DISTRIBUTIONS}{sequence:08d}")


def replacement(course_run_id: str, replacement_id: str) -> Key:
    """Return the key of a replacement of one of a run's certificates."""
    return _in_run(course_run_id, REPLACEMENTS + replacement_id)


def event(course_run_id: str, sequence: int) -> Key:
    """Return the key of the event that brought the run to version `sequence`."""
    return _in_run(course_run_id, f"{EVENTS}{sequence:08d}")


def search(centre_id: str, course_run_id: str, piece: int) -> Key:
    """Return the key of a piece of the text by which one of a centre's runs is found."""
    return {"pk": search_partition(centre_id), "sk": f"RUN#{course_run_id}#{piece:02d}"}


def search_partition(centre_id: str) -> str:
    """Return the partition of the text by which a centre's runs are found."""
    return f"SEARCH#{centre_id}"


def block(name: str) -> Key:
    """Return the key that a block of certificate numbers takes for itself."""
    return {"pk": f"CERTIFICATES#{name}", "sk": "BLOCK"}


def consignment(consignment_id: str) -> Key:
    """Return the key of a consignment."""
    return _single("CONSIGNMENT", consignment_id)


def consignment_partition(consignment_id: str) -> str:
    """Return the partition of a consignment and what is recorded of its documents."""
    return f"CONSIGNMENT#{consignment_id}"


def documents(consignment_id: str) -> Key:
    """Return the key of what became of a consignment's documents."""
    return {"pk": consignment_partition(consignment_id), "sk": DOCUMENTS}


def tracking(carrier: str, carrier_name: str | None, number: str) -> Key:
    """Return the key that a tracking number takes for itself; carriers without a code count by their name."""
    whose = f"{carrier}:{carrier_name.casefold()}" if carrier_name else carrier
    return {"pk": f"TRACKING#{whose}#{number}", "sk": "TRACKING"}


def centre(centre_id: str) -> Key:
    """Return the key of a centre."""
    return _single("CENTRE", centre_id)


def verifier(verifier_id: str) -> Key:
    """Return the key of a verifier."""
    return _single("VERIFIER", verifier_id)


def link(token: str) -> Key:
    """Return the key of an email link: only the SHA-256 of its token is ever stored."""
    return _single("LINK", hashlib.sha256(token.encode()).hexdigest())


def template(sort: str = "IN_FORCE") -> Key:
    """Return the key of the template that certificates are printed by, or of a time at which one was set."""
    return {"pk": "CERTIFICATE_TEMPLATE", "sk": sort}


def answer(who: str, key: str) -> Key:
    """Return the key of the answer kept for a caller's Idempotency-Key."""
    return {"pk": f"ANSWER#{who}#{hashlib.sha256(key.encode()).hexdigest()}", "sk": "ANSWER"}


def sessions(subject: str) -> str:
    """Return the partition of a person's sessions in the portal."""
    return f"SESSIONS#{subject}"


def session(subject: str, digest: str) -> Key:
    """Return the key of a session: only the SHA-256 of its token is ever stored."""
    return {"pk": sessions(subject), "sk": SESSIONS + digest}


def mailing(name: str) -> Key:
    """Return the key of what became of a mailing."""
    return {"pk": MAILINGS + name, "sk": "MAILED"}


def fee_table(valid_from: date, set_at: datetime) -> Key:
    """Return the key of what was set at a time as the charges from a day on."""
    return {"pk": FEES, "sk": f"{FEE_TABLES}{valid_from}#{stamp(set_at)}"}


def centre_runs(centre_id: str) -> str:
    """Return the by_centre view of a centre's course runs."""
    return f"CENTRE#{centre_id}"


def verifier_runs(verifier_id: str) -> str:
    """Return the by_verifier view of a verifier's course runs."""
    return f"VERIFIER#{verifier_id}"


def status_runs(status: str) -> str:
    """Return the across_centres view of the course runs in a status."""
    return f"STATUS#{status}"


def centre_pending(centre_id: str) -> str:
    """Return the by_centre view of a centre's pending receipts."""
    return f"PENDING#{centre_id}"


def centre_to_distribute(centre_id: str) -> str:
    """Return the by_centre view of what a centre has received and not wholly distributed yet."""
    return f"TO_DISTRIBUTE#{centre_id}"


def pending(partition: int) -> str:
    """Return one partition of the across_centres view of all pending receipts."""
    return f"PENDING#{partition}"


def pending_partition(course_run_id: str) -> int:
    """Return the partition in which a run's pending receipts are listed."""
    return crc32(course_run_id.encode()) % PENDING_PARTITIONS


def centre_queries(centre_id: str) -> str:
    """Return the by_centre view of the open queries about a centre's learners."""
    return f"QUERIES#{centre_id}"


def centre_replacements(centre_id: str) -> str:
    """Return the by_centre view of a centre's replacements that are under way."""
    return f"REPLACEMENTS#{centre_id}"


def replacements(status: str) -> str:
    """Return the across_centres view of the replacements in a status."""
    return f"REPLACEMENTS#{status}"


def centre_charges(centre_id: str) -> str:
    """Return the by_centre view of what a centre is charged for replacements."""
    return f"CHARGES#{centre_id}"


def charges(month: str) -> str:
    """Return the across_centres view of what was charged in a month, such as 2026-11."""
    return f"CHARGES#{month}"
