"""What a replacement costs as things stand: by the centre's receipt, the rules, and the fees of the date."""

from datetime import date

from shared.domain.charges import Charge, charge_for, free_until
from shared.domain.fees import table_on
from shared.domain.holdings import Holding
from shared.domain.replacements import AtFault, Reason
from shared.services.call import Call
from shared.store import fees
from shared.store.course_runs import WholeRun


def charge_of(
    call: Call,
    found: WholeRun,
    held: Holding,
    asked: tuple[Reason, AtFault | None, date],
    within: int,
) -> Charge:
    """Return what another certificate costs: `asked` for why, by whose fault, and on which date.

    What is wrong on arrival is free to report `within` working days of the receipt, in the centre's division.
    """
    reason, at_fault, on = asked
    divisions = {line.consignment_id: line.division for line in found.lines}
    in_time_until = None
    if held.received_on and held.consignment_id:
        in_time_until = free_until(held.received_on, within, divisions[held.consignment_id])
    table = table_on(fees.all_tables(call.table), on)
    return charge_for(reason, at_fault, on, in_time_until, table)
