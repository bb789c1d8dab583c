"""What a function needs is read from its imports."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from infra.packaging import PackagingError
from infra.packaging.tracing import trace

ROOT = Path(__file__).resolve().parents[1]

TREE = {
    "functions/__init__.py": "",
    "functions/alpha/__init__.py": "",
    "functions/alpha/handler.py": """
        import json
        from shared.runtime import wiring
        from shared.services import send, unmade

        def handler(event, context):
            return send.send(wiring.table(), event)
    """,
    "functions/alpha/own.txt": "own",
    "functions/beta/handler.py": "",
    "shared/__init__.py": "",
    "shared/runtime/wiring.py": """
        import boto3

        def _client(service):
            return boto3.client(service)

        def table():
            return _client("dynamodb")

        def shelf():
            from shared.reports import pending
            return pending.pend(_client("s3"))

        def forget():
            return table, shelf
    """,
    "shared/services/__init__.py": "unmade = None",
    "shared/services/send.py": """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            import mypy_boto3_s3
            import shared.store.lists

        def send():
            from shared.store.table import load
            from shared.mail import letters
            import pydantic.types
    """,
    "shared/services/other.py": "import jinja2",
    "shared/store/table.py": "load = None",
    "shared/store/lists.py": "",
    "shared/mail/__init__.py": "from zoneinfo import ZoneInfo\nZONE = ZoneInfo('Europe/London')",
    "shared/mail/letters.py": "import shared.mail",
    "shared/mail/words/letter.html": "<p>",
    "shared/mail/NOTES.md": "",
    "shared/reports/pending.py": "",
    "shared/reports/table.json": "{}",
    "infra/tool.py": "",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in TREE.items():
        write(tmp_path, name, text)
    return tmp_path


def write(tree: Path, name: str, text: str) -> None:
    (tree / name).parent.mkdir(parents=True, exist_ok=True)
    (tree / name).write_text(dedent(text))


def test_a_trace_finds_exactly_what_is_imported(tree: Path) -> None:
    needs = trace(tree, "alpha")
    assert {str(file) for file in needs.files} == {
        "functions/__init__.py",
        "functions/alpha/__init__.py",
        "functions/alpha/handler.py",
        "functions/alpha/own.txt",
        "shared/__init__.py",
        "shared/runtime/wiring.py",
        "shared/services/__init__.py",
        "shared/services/send.py",
        "shared/store/table.py",
        "shared/mail/__init__.py",
        "shared/mail/letters.py",
        "shared/mail/words/letter.html",
    }
    assert needs.third_party == {"boto3", "pydantic", "zoneinfo"}
    assert needs.services == {"dynamodb"}
    assert "Europe/London" in needs.texts


def test_what_a_mentioned_function_of_the_wiring_needs_comes_along(tree: Path) -> None:
    write(tree, "shared/services/send.py", "from shared.runtime.wiring import shelf")
    needs = trace(tree, "alpha")
    assert Path("shared/reports/pending.py") in needs.files
    assert Path("shared/reports/table.json") in needs.files
    assert needs.services == {"dynamodb", "s3"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("import functions.beta.handler", "never import one another"),
        ("from functions import beta", "never import one another"),
        ("import infra.tool", "never shipped"),
        ("import shared.nothing", "does not exist"),
        ("from ..mail import letters", "relative imports are not followed"),
        ("boto3.client(name)", "name the AWS service"),
        ("boto3.client(service_name='s3')", "name the AWS service"),
        ("boto3.resource('dynamodb')", "resources are not packed"),
    ],
)
def test_a_trace_refuses(tree: Path, line: str, reason: str) -> None:
    write(tree, "shared/services/send.py", line)
    with pytest.raises(PackagingError, match=reason):
        trace(tree, "alpha")


def test_a_trace_refuses_a_function_that_is_not_there(tree: Path) -> None:
    with pytest.raises(PackagingError, match=r"functions\.gamma holds no module"):
        trace(tree, "gamma")


IMPORT_EACH = """
import importlib, json, os, sys
import aws_lambda_powertools, boto3, pydantic
for folder in sys.argv[1:]:
    if os.fork() == 0:
        importlib.import_module(f"functions.{folder}.handler")
        files = [getattr(module, "__file__", None) for module in sys.modules.values()]
        print(json.dumps([folder, *filter(None, files)]))
        sys.exit()
    os.wait()
"""


@pytest.mark.slow
def test_what_importing_a_function_loads_is_in_its_package() -> None:
    folders = sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py"))
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", IMPORT_EACH, *folders],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = {folder: files for folder, *files in map(json.loads, told.stdout.splitlines())}
    assert sorted(loaded) == folders, told.stderr
    for folder, files in loaded.items():
        ours = {
            Path(f).relative_to(ROOT)
            for f in files
            if f.startswith((f"{ROOT}/shared", f"{ROOT}/functions"))
        }
        assert ours <= trace(ROOT, folder).files
