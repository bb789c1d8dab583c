"""What became of printing certificates, in the table, and the template that they are printed by."""

from shared.domain.clock import stamp
from shared.domain.documents import Making
from shared.domain.people import Caller
from shared.domain.printed_certificates import CertificateTemplate, Printing
from shared.store import documents, keys
from shared.store.items import Item, facts
from shared.store.table import Put, Table


def load(table: Table, course_run_id: str, block: str) -> Printing:
    """Return what became of printing a batch."""
    item = table.get(keys.printing(course_run_id, block))
    return Printing.model_validate(item or {"status": Making.WAITING, "block": block})


def record(course_run_id: str, printing: Printing) -> Put:
    """Return the write that records what became of a batch since it was last asked for."""
    return documents.record(*_named(course_run_id, printing.block), printing)


def ask(course_run_id: str, before: Printing, asked: Printing) -> Put:
    """Return the write that has a batch printed again."""
    return documents.ask(*_named(course_run_id, before.block), before, asked)


def _named(course_run_id: str, block: str) -> tuple[keys.Key, Item]:
    named = {"kind": "printing", "course_run_id": course_run_id, "block": block}
    return keys.printing(course_run_id, block), named


def template_in_force(table: Table) -> CertificateTemplate | None:
    """Return the template that was set last, or None where none ever was."""
    item = table.get(keys.template())
    return CertificateTemplate.model_validate(item) if item else None


def set_template(
    before: CertificateTemplate | None, after: CertificateTemplate, by: Caller
) -> list[Put]:
    """Return the writes that put a template in force, and that it was set; refused (Moved) unless `before` still is."""
    item: Item = {**facts(after), "kind": "template", "by": by.as_record()}
    in_force = Put({**item, **keys.template()})
    if before:
        in_force = Put(in_force.item, "sha256 = :before", {":before": before.sha256})
    return [in_force, Put({**item, **keys.template(f"SET#{stamp(after.set_at)}")})]
