"""A QR code that a phone opens an address with, drawn with lines: sharp at any size, the same for the same address."""

import io
from typing import Final

import segno

# ISO/IEC 18004: the code is still read with 15% of it lost, to a fold or a stain; four modules around it stay blank.
_LEVEL: Final = "m"
_QUIET_ZONE: Final = 4


def qr_code(address: str) -> str:
    """Return the QR code of `address` as SVG."""
    drawn = io.BytesIO()
    code = segno.make_qr(address, error=_LEVEL)
    code.save(drawn, kind="svg", xmldecl=False, border=_QUIET_ZONE)
    return drawn.getvalue().decode()
