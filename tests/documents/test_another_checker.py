"""Every kind of document as a checker that is not ours sees it."""

import page
import pytest

from tests.documents.kinds import KINDS

# page 0.11.0 takes widths that a CFF font leaves at its default for nothing; the fonts' own tables are right.
MISREAD = {"PDFUA1-FONT-GLYPH-WIDTH-001"}


@pytest.mark.parametrize("which", KINDS)
def test_another_checker_finds_nothing_either(which: str) -> None:
    told = page.validate_pdf_bytes(KINDS[which]().content, profile="ua1")
    assert told.rules.total > 100
    assert {failure.rule_id for failure in told.failures} <= MISREAD
