"""Replacements: a certificate issued in the place of another.

The guidance: "Replacement certificates are subject to charges (please see our Fees & Charges) ... If a learner contacts
you with a request for a new certificate, you can refer them to Open Awards."
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why another certificate is asked for; `missing` was not in its parcel, `lost` was there and cannot be found."""

    LOST = "lost"
    STOLEN = "stolen"
    MISSING = "missing"
    DAMAGED = "damaged"
    INCORRECT = "incorrect"
    NAME_CHANGE = "name_change"
