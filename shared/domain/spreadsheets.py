"""Text that is safe in a spreadsheet: no cell of ours is ever taken for a formula."""

import re
from typing import Final

# By which spreadsheets know UTF-8; files for people begin with it, files for machines do not.
BYTE_ORDER_MARK: Final = "\ufeff"
# Full-width forms count too: spreadsheets fold them to the ASCII ones.
_FORMULA: Final = re.compile("[ \u00a0\u3000]*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")


def safe_cell(text: str) -> str:
    """Return `text` as a cell of a CSV that people open: with an apostrophe before what would be a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell of a CSV, without the apostrophe that `safe_cell` put before it."""
    text = cell.removeprefix("'")
    return text if safe_cell(text) == cell else cell
