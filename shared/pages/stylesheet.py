"""The stylesheet in the awarding organisation's colour, under an address that changes when it does."""

import hashlib
from functools import cache
from pathlib import Path

from shared.runtime.settings import PageSettings, settings

_ASSETS = Path(__file__).parent / "assets"
_LENGTH = 16


@cache
def text() -> str:
    """Return the stylesheet."""
    return coloured(settings(PageSettings).brand_colour)


def coloured(colour: str) -> str:
    """Return the stylesheet in a colour."""
    own = f":root{{--portal-brand:{colour};--govuk-brand-colour:{colour};--govuk-link-colour:{colour}}}"
    return (_ASSETS / "portal.css").read_text(encoding="utf-8") + own


@cache
def name() -> str:
    """Return the name that the stylesheet is served under: of its content, so that it can be kept for ever."""
    return f"{hashlib.sha256(text().encode()).hexdigest()[:_LENGTH]}.css"


def address() -> str:
    """Return the path that pages find the stylesheet at."""
    return f"/portal/assets/{name()}"


def licence() -> str:
    """Return the licence of what the stylesheet holds of govuk-frontend."""
    return (_ASSETS / "LICENSE-govuk-frontend.txt").read_text(encoding="utf-8")
