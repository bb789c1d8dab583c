"""Templates: what a page lacks is a mistake, what people wrote is escaped, and packages hold them compiled."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from infra.packaging.pages import compile_templates
from shared.domain.people import CentreDetails
from shared.pages.rendering import SHARED, environment
from tests.runtime.test_settings import GOOD

ROOT = Path(__file__).resolve().parents[2]


def rendered(source: str, **facts: object) -> str:
    return environment(SHARED).from_string(source).render(facts)


@pytest.mark.parametrize(
    "source", ["{{ nothing }}", "{% if nothing %}{% endif %}", "{{ a.nothing }}"]
)
def test_what_is_not_there_is_a_mistake(source: str) -> None:
    details = CentreDetails.model_construct(name="Northbridge")
    with pytest.raises(UndefinedError):
        rendered(source, a=details)


def test_options_of_components_may_be_left_out() -> None:
    assert rendered("{{ options.hint }}{% if options.hint %}x{% endif %}", options={}) == ""


def test_what_people_write_is_escaped_everywhere() -> None:
    hostile = "<script>alert('1')</script>\"'&"
    source = '{% from "parts.html" import text, tag with context %}{{ text(form, "a", said) }}{{ tag(said, "red") }}'
    from shared.pages.forms import Form, Mistake, Typed

    form = Form(Typed({"a": [hostile]}), [Mistake("a", hostile)])
    told = rendered(source, form=form, said=hostile)
    assert "<script>" not in told
    assert told.count("&lt;script&gt;") == 4


def test_packages_hold_templates_compiled_and_do_without_the_kit(tmp_path: Path) -> None:
    for folder in ("functions/portal", "shared"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "functions" / "__init__.py").touch()
    assert compile_templates(tmp_path) > 40
    assert not list(tmp_path.rglob("templates"))
    program = (
        "import sys; sys.modules['govuk_frontend_jinja'] = None\n"
        "from functions.portal.visits import TEMPLATES\n"
        "from shared.pages.rendering import page\n"
        "print(page(TEMPLATES, 'welcome.html', {})['body'])"
    )
    environment_of_it = {**os.environ, **GOOD, "PYTHONPATH": str(tmp_path)}
    shown = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment_of_it,
        capture_output=True,
        text=True,
        check=True,
    )
    assert '<h1 class="govuk-heading-xl">Secure Portal</h1>' in shown.stdout
