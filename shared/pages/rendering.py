"""Templates rendered to pages, with the headers that keep pages safe; no page has a script."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import Environment, ModuleLoader, Undefined
from pydantic import BaseModel

from shared.domain.clock import written_day, written_moment
from shared.pages import stylesheet, words
from shared.pages.forms import Form
from shared.runtime.http import Response, respond
from shared.runtime.settings import PageSettings, settings

HTML = "text/html; charset=utf-8"
SHARED = Path(__file__).parent / "templates"


# Components speak of these whether they are there or not, and look up their options in dicts.
_OPTIONAL = {"undefined", "caller", None}


class Missing(Undefined):
    """A name or a fact that a page lacks, which is a mistake; options of components may be left out."""

    def _told(self) -> bool:
        facts = self._undefined_obj
        return isinstance(facts, BaseModel) or (
            not isinstance(facts, Mapping) and self._undefined_name not in _OPTIONAL
        )

    def _fail(self) -> NoReturn:
        self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        if self._told():
            self._fail()
        return False

    def __str__(self) -> str:
        if self._told():
            self._fail()
        return ""


def page(
    templates: Path,
    name: str,
    facts: Mapping[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the page of the template `name` in the folder `templates`, which finds the shared ones by their names."""
    of = settings_of_pages()
    common: dict[str, Any] = {
        "ao": of.ao_name,
        "contact": of.contact_address,
        "css": stylesheet.address(),
        "nav": None,
        "crumbs": (),
        "banner": None,
        "form": Form(),
    }
    text = environment(templates).get_template(name).render({**common, **facts})
    return respond(text, HTML, status, safe_headers() | dict(headers or {}))


def see_other(location: str, cookies: list[str] | None = None) -> Response:
    """Return the answer that leads on to another page, so that a reload repeats nothing."""
    headers = safe_headers() | {"location": location}
    response = respond("", HTML, HTTPStatus.SEE_OTHER, headers)
    return response | {"cookies": cookies} if cookies else response


def safe_headers(*, form_actions: str = "'self'") -> dict[str, str]:
    """Return the headers of every page; `form_actions` are the origins that its forms may lead to."""
    policy = (
        f"default-src 'none'; style-src 'self'; form-action {form_actions}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "content-security-policy": policy,
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "same-origin",
        "strict-transport-security": "max-age=31536000",
        "x-robots-tag": "noindex",
    }


@cache
def settings_of_pages() -> PageSettings:
    """Return whose pages these are."""
    return settings(PageSettings)


@cache
def environment(templates: Path) -> Environment:
    """Return the templates of a folder, compiled where they lie compiled beside it: packages hold them so."""
    compiled = templates.with_name("compiled")
    made = Environment(
        loader=ModuleLoader(compiled) if compiled.is_dir() else None,
        autoescape=True,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made.filters |= {
        "day": written_day,
        "moment": written_moment,
        "counted": words.counted,
    }
    made.globals |= {"words": words}
    if made.loader is None:
        made.loader = _from_source(templates)
    return made


def _from_source(templates: Path) -> Any:
    from jinja2 import FileSystemLoader, PackageLoader, PrefixLoader  # noqa: PLC0415
    from jinja2.loaders import ChoiceLoader  # noqa: PLC0415

    kit = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return ChoiceLoader([FileSystemLoader([templates, SHARED]), kit])
