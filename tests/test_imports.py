"""Who may import whom: the contracts in pyproject.toml, and what they cannot say."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = sorted(path for room in ("functions", "shared") for path in (ROOT / room).rglob("*.py"))


def lint_imports(where: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter import cli; cli.lint_imports_command()"]
    always = ["--no-cache", "--no-logo", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(  # noqa: S603
        [*command, *always, *options],
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(where)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_are_kept() -> None:
    linted = lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The rooms of the project, empty."""
    rooms = ["infra", "functions/one", "functions/two", "shared/runtime", "shared/services"]
    rooms += ["shared/pages", "shared/store", "shared/mail", "shared/reports", "shared/documents"]
    rooms += ["shared/domain"]
    for room in rooms:
        for folder in (tmp_path / room, (tmp_path / room).parent):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("shared/domain/a.py", "import shared.store", "floors"),
        ("shared/store/a.py", "import shared.services", "floors"),
        ("shared/services/a.py", "import functions.one", "floors"),
        ("shared/services/a.py", "import shared.runtime", "floors"),
        ("shared/mail/a.py", "import shared.reports", "floors"),
        ("shared/documents/a.py", "import shared.store", "floors"),
        ("functions/one/a.py", "import infra", "floors"),
        ("functions/one/a.py", "import functions.two", "functions-apart"),
        ("functions/one/a.py", "import shared.store", "functions-doors"),
        ("functions/one/a.py", "import shared.documents", "functions-doors"),
        ("shared/pages/a.py", "import functions.one", "floors"),
        ("shared/runtime/a.py", "import shared.pages", "floors"),
        ("shared/pages/a.py", "import shared.services", "pages-by-functions"),
        ("shared/runtime/a.py", "import shared.mail", "one-wiring"),
        ("shared/services/a.py", "import boto3", "aws-at-the-edge"),
        ("functions/one/a.py", "import botocore.exceptions", "aws-at-the-edge"),
        ("shared/store/a.py", "import aws_lambda_powertools", "powertools-at-the-door"),
    ],
)
def test_a_contract_is_broken_by(house: Path, module: str, line: str, contract: str) -> None:
    (house / module).write_text(line)
    linted = lint_imports(house, "--contract", contract)
    assert linted.returncode == 1
    assert "1 broken" in linted.stdout, linted.stdout + linted.stderr


def test_nothing_else_breaks_a_contract(house: Path) -> None:
    (house / "functions/one/a.py").write_text(
        "import aws_lambda_powertools, shared.services, shared.runtime.wiring, shared.domain, shared.pages"
    )
    (house / "shared/pages/a.py").write_text("import shared.runtime, shared.domain")
    (house / "shared/services/a.py").write_text(
        "import shared.store, shared.mail, shared.reports, shared.documents"
    )
    (house / "shared/store/a.py").write_text("import boto3, shared.domain")
    (house / "shared/runtime/wiring.py").write_text(
        "import boto3, botocore.config, shared.store, shared.mail, shared.reports, shared.documents"
    )
    linted = lint_imports(house)
    assert linted.returncode == 0, linted.stdout


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


DOMAIN = [path for path in SHIPPED if path.is_relative_to(ROOT / "shared" / "domain")]


def test_the_domain_knows_only_itself_pydantic_and_the_standard_library() -> None:
    known = {"pydantic", "pydantic_core", *sys.stdlib_module_names}
    strangers = {
        (str(path), name)
        for path in DOMAIN
        for name in imports(path)
        if not f"{name}.".startswith("shared.domain.") and name.partition(".")[0] not in known
    }
    assert not strangers


def test_the_domain_knows_no_environment_network_chance_or_clock() -> None:
    world = {"os", "secrets", "random", "socket", "subprocess", "time", "http", "urllib"}
    reached = {
        (str(path), name)
        for path in DOMAIN
        for name in imports(path)
        if name.partition(".")[0] in world
    }
    assert not reached


def test_nothing_shipped_is_imported_by_a_computed_name() -> None:
    # infra/packaging reads imports without running them and could not see such a one.
    computed = {
        str(path)
        for path in SHIPPED
        if "importlib" in set(imports(path)) or "__import__" in path.read_text()
    }
    assert not computed
