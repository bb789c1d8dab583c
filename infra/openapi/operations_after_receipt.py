"""The routes that come after the receipt: reconciliation, replacements and their charges, distribution."""

from collections.abc import Mapping

from infra.openapi.operation import AO, CENTRE, CSV, RECORDED, Operation, Tag
from shared.domain.discrepancies import NewDiscrepancyResolution, NewNonArrival, NewResolution
from shared.domain.distribution import NewDistribution
from shared.domain.fees import FeeTable, NewFeeTable
from shared.domain.replacements import NewReplacement
from shared.domain.replacing import NewReplacementDecision, Replacement
from shared.services.certificates_to_distribute import ToDistribute
from shared.services.charges import Charges
from shared.services.discrepancies import NotArrived, NotRight
from shared.services.fees import Fees
from shared.services.paging import Page
from shared.services.record_distribution import DistributionRecorded
from shared.services.report_not_arrived import NotArrivedReported
from shared.services.request_replacement import ReplacementCharge
from shared.services.resolve_discrepancy import DiscrepancyResolved
from shared.services.resolve_not_arrived import NotArrivedResolved

AFTER_RECEIPT: Mapping[str, Operation] = {
    "POST /course-runs/{course_run_id}/non-arrivals": Operation(
        tag=Tag.RECONCILIATION,
        name="report_not_arrived",
        summary="Say, instead of confirming it, that a parcel has not arrived at all",
        description=(
            "The receipt stays pending. The consignment is named only where several receipts are "
            "pending."
        ),
        by=(CENTRE,),
        body=NewNonArrival,
        answer=NotArrivedReported,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "POST /course-runs/{course_run_id}/non-arrivals/{consignment_id}/resolution": Operation(
        tag=Tag.RECONCILIATION,
        name="resolve_not_arrived",
        summary="Answer that a parcel has not arrived: explain, or have everything in it replaced",
        description=(
            "A replacement is free and approved by this; once it is issued, the receipt of the "
            "parcel is no longer required."
        ),
        body=NewResolution,
        answer=NotArrivedResolved,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "POST /course-runs/{course_run_id}/discrepancies/{certificate_number}/resolution": Operation(
        tag=Tag.RECONCILIATION,
        name="resolve_discrepancy",
        summary="Settle what CRF Received says of a certificate: explain, or have it replaced",
        description=(
            "A replacement is approved by this, and free where it was reported in time. Where one "
            "replaces an incorrect certificate, at_fault says whose fault it was and name is the "
            "name to print."
        ),
        body=NewDiscrepancyResolution,
        answer=DiscrepancyResolved,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "GET /reports/discrepancies": Operation(
        tag=Tag.RECONCILIATION,
        name="list_discrepancies",
        summary="List what was missing, damaged or incorrect and is not settled, the first received first",
        queries=("limit", "cursor"),
        answer=Page[NotRight],
    ),
    "GET /reports/parcels-not-arrived": Operation(
        tag=Tag.RECONCILIATION,
        name="list_parcels_not_arrived",
        summary="List what has not arrived, as centres say, with the carrier's link and the days since dispatch",
        queries=("limit", "cursor"),
        answer=Page[NotArrived],
    ),
    "GET /certificates/{certificate_number}/replacement-charge": Operation(
        tag=Tag.REPLACEMENTS,
        name="show_replacement_charge",
        summary="Tell what another certificate would cost, and why, before one asks for it",
        by=(CENTRE, AO),
        queries=("reason", "at_fault"),
        answer=ReplacementCharge,
        not_found=True,
        conflicts=True,
    ),
    "POST /certificates/{certificate_number}/replacements": Operation(
        tag=Tag.REPLACEMENTS,
        name="request_replacement",
        summary="Ask for another certificate in the place of one",
        description=(
            "Incorrect asks for at_fault and a note, name_change for the name and the evidence_seen "
            "(which document, never its number). With charge_pence, the charge that was shown, it is "
            "refused where it costs something else by now."
        ),
        by=(CENTRE, AO),
        body=NewReplacement,
        answer=Replacement,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "POST /course-runs/{course_run_id}/replacements/{replacement_id}/decision": Operation(
        tag=Tag.REPLACEMENTS,
        name="decide_replacement",
        summary="Approve or refuse a replacement; what is approved is issued with the next certificates",
        description=(
            "What is approved can be refused until it is issued. at_fault says where the fault is "
            "seen if not where the request sees it, and the charge follows from that."
        ),
        body=NewReplacementDecision,
        answer=Replacement,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "GET /replacements": Operation(
        tag=Tag.REPLACEMENTS,
        name="list_replacements",
        summary="List the replacements to decide on, or to issue, the oldest first",
        description="Those of one centre are of both kinds, whatever state is asked for.",
        by=(AO, CENTRE),
        queries=("state", "centre_id", "limit", "cursor"),
        answer=Page[Replacement],
    ),
    "GET /reports/replacement-charges": Operation(
        tag=Tag.FEES,
        name="list_charges",
        summary="List what centres are charged for replacements issued in a month, for invoicing",
        description="As CSV it is the whole month unless a limit is given. Amounts include VAT.",
        by=(AO, CENTRE),
        queries=("month", "centre_id", "limit", "cursor"),
        answer=Charges,
        other_answers={CSV: "A header line, and a line for each replacement that is charged."},
    ),
    "POST /course-runs/{course_run_id}/distributions": Operation(
        tag=Tag.DISTRIBUTION,
        name="record_distribution",
        summary="Record which learners got their certificates, when and how, or what else became of them",
        description=(
            "Of the certificates named, or of all received ones that are still to be distributed, "
            "except some. Handed over asks for identity_seen (which document, never its number), "
            "posted for carrier and tracking_number, destroyed for a note, returned (to the centre) "
            "for the certificates by number. The same facts again change nothing."
        ),
        by=(CENTRE,),
        body=NewDistribution,
        answer=DistributionRecorded,
        statuses=RECORDED,
        not_found=True,
        conflicts=True,
    ),
    "GET /reports/certificates-to-distribute": Operation(
        tag=Tag.DISTRIBUTION,
        name="show_certificates_to_distribute",
        summary="Report what a centre has received and not wholly distributed, the first received first",
        description="The awarding organisation names the centre.",
        by=(CENTRE, AO),
        queries=("centre_id", "limit", "cursor"),
        answer=Page[ToDistribute],
    ),
    "GET /fees": Operation(
        tag=Tag.FEES,
        name="list_fees",
        summary="List what replacement certificates cost, did, and will, the latest first",
        description=(
            "Amounts are in pence for each certificate and include VAT, which is told beside them. A "
            "reason that is not named is not charged. Centres are not told who set the charges."
        ),
        by=(AO, CENTRE),
        answer=Fees,
    ),
    "PUT /fees/{valid_from}": Operation(
        tag=Tag.FEES,
        name="set_fees",
        summary="Set what replacement certificates cost from a day on, today or later",
        description=(
            "It holds until the day before the next day for which charges are set. The same charges "
            "for the same day change nothing; others supersede them, and both are kept."
        ),
        body=NewFeeTable,
        answer=FeeTable,
        statuses=RECORDED,
    ),
}
