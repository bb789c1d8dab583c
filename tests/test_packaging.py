"""Packages hold what a function imports, and nothing else."""

import gzip
import json
import sys
import sysconfig
from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest

from infra.packaging import PackagingError, __main__, interpreter, third_party, trimming
from infra.packaging.tracing import Trace, trace

SITE = Path(sysconfig.get_path("purelib"))
TARGET = third_party.Target("3.13", "manylinux2014_aarch64")
HERE = "{}.{}".format(*sys.version_info)
TREE = {
    "template.yaml": f"""
        Globals: {{Function: {{Runtime: python{HERE}, Architectures: [arm64]}}}}
        Resources:
          Alpha:
            Type: AWS::Serverless::Function
            Properties: {{Handler: functions.alpha.handler.handler, Role: !GetAtt Role.Arn}}
          Table: {{Type: AWS::DynamoDB::Table}}
    """,
    "functions/alpha/handler.py": "from shared import wiring",
    "functions/alpha/words.txt": "",
    "functions/beta/handler.py": "",
    "shared/wiring.py": "import boto3\nCLIENT = boto3.client('dynamodb')",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in TREE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(dedent(text))
    return tmp_path


def test_a_distribution_brings_those_it_requires_on_the_target_only() -> None:
    found = third_party.needed(SITE, {"pydantic"}, TARGET)
    assert list(found) == [
        "annotated-types",
        "pydantic",
        "pydantic-core",
        "typing-extensions",
        "typing-inspection",
    ]
    assert "tzdata" in third_party.needed(SITE, {"zoneinfo"}, TARGET)
    assert {"boto3", "botocore", "six"} < third_party.needed(SITE, {"boto3"}, TARGET).keys()


def test_an_import_that_the_lock_does_not_hold_is_refused() -> None:
    with pytest.raises(PackagingError, match="numpy"):
        third_party.needed(SITE, {"numpy"}, TARGET)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("botocore/client.py", True),
        ("botocore/data/endpoints.json", True),
        ("botocore/data/dynamodb/2012-08-10/service-2.json.gz", True),
        ("botocore/data/dynamodb/2012-08-10/examples-1.json", False),
        ("botocore/data/ec2/2016-11-15/service-2.json.gz", False),
        ("boto3/data/dynamodb/2012-08-10/resources-1.json", False),
        ("boto3/examples/s3.rst", False),
        ("tzdata/zoneinfo/__init__.py", True),
        ("tzdata/zoneinfo/Europe/London", True),
        ("tzdata/zoneinfo/Europe/Paris", False),
        ("pydantic/main.py", True),
        ("pydantic/py.typed", False),
        ("pydantic_core/_pydantic_core.cpython-313-aarch64-linux-gnu.so", True),
        ("pydantic_core/_pydantic_core.pyi", False),
        ("pydantic-2.13.5.dist-info/METADATA", True),
        ("pydantic-2.13.5.dist-info/RECORD", False),
        ("jinja2/tests.py", True),
        ("somewhere/tests/test_all.py", False),
        ("../../bin/jp.py", False),
    ],
)
def test_only_what_a_function_reads_is_kept(name: str, read: bool) -> None:  # noqa: FBT001
    services, texts = {"dynamodb"}, {"Europe/London"}
    assert trimming.is_read(PurePosixPath(name), services, texts) is read


def test_addresses_of_other_services_are_left_behind(tmp_path: Path) -> None:
    model = tmp_path / "sesv2" / "2019-09-27" / "service-2.json.gz"
    model.parent.mkdir(parents=True)
    model.write_bytes(gzip.compress(b'{"metadata": {"endpointPrefix": "email"}}'))
    partition = {"partition": "aws", "dnsSuffix": "x", "services": {"email": {}, "ec2": {}}}
    table = tmp_path / "endpoints.json"
    table.write_text(json.dumps({"partitions": [partition], "version": 3}))
    trimming.slim_endpoints(tmp_path, {"sesv2"})
    kept = {**partition, "services": {"email": {}}}
    assert json.loads(table.read_text()) == {"partitions": [kept], "version": 3}


def test_a_service_that_botocore_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackagingError, match="botocore knows no service parcels"):
        trimming.slim_endpoints(tmp_path, {"parcels"})


def test_time_zones_must_be_named_to_be_packed(tmp_path: Path) -> None:
    found = third_party.needed(SITE, {"zoneinfo"}, TARGET)
    with pytest.raises(PackagingError, match="no time zone"):
        third_party.copy(SITE, found, Trace(texts={"", "Europe", "long" * 1000}), tmp_path)


def test_an_interpreter_of_the_runtimes_version_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMBDA_PYTHON", sys.executable)
    assert interpreter.compiler_for(HERE) == Path(sys.executable)


def test_without_such_an_interpreter_packing_stops_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("PATH", "PYENV_ROOT"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("LAMBDA_PYTHON", str(tmp_path / "absent"))
    monkeypatch.delenv("ALLOW_SOURCE_ONLY", raising=False)
    with pytest.raises(PackagingError, match=r"No Python 3\.99 .* LAMBDA_PYTHON"):
        interpreter.compiler_for("3.99")
    monkeypatch.setenv("ALLOW_SOURCE_ONLY", "1")
    assert interpreter.compiler_for("3.99") is None
    assert "packing sources only" in capsys.readouterr().err


def test_a_package_is_built(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(__main__, "install", lambda *_: SITE)
    monkeypatch.setenv("LAMBDA_PYTHON", sys.executable)
    package = tmp_path / "package"
    told = __main__.build("Alpha", package, tree)
    assert told.startswith("Alpha: 3 files of ours")
    compiled = package / f"functions/alpha/__pycache__/handler.{sys.implementation.cache_tag}.pyc"
    unchecked_hash = (1).to_bytes(4, "little")
    assert compiled.read_bytes()[4:8] == unchecked_hash
    assert b"/var/task/functions/alpha/handler.py" in compiled.read_bytes()
    data = package / "botocore" / "data"
    assert [path.name for path in data.iterdir() if path.is_dir()] == ["dynamodb"]
    assert (package / "botocore" / "client.py").is_file()
    assert not (package / "jinja2").exists()


@pytest.mark.parametrize("logical_id", ["Table", "Absent"])
def test_what_is_no_function_is_not_built(tree: Path, logical_id: str) -> None:
    with pytest.raises(PackagingError, match=f"{logical_id} is no function"):
        __main__.build(logical_id, tree / "package", tree)


TEMPLATE = __main__.read_template(__main__.ROOT / "template.yaml")
FUNCTIONS = sorted(
    name
    for name, resource in TEMPLATE["Resources"].items()
    if resource["Type"] == "AWS::Serverless::Function"
)


def test_typst_and_its_fonts_travel_with_those_alone_who_print() -> None:
    handlers = {name: __main__.function_properties(TEMPLATE, name)["Handler"] for name in FUNCTIONS}
    printing = {
        name
        for name, handler in handlers.items()
        if {"typst", "manimgx_fonts", "noto_cjk_sans_otc"}
        & trace(__main__.ROOT, __main__.folder_of(handler)).third_party
    }
    assert printing == {
        "CertificateTemplateFunction",
        "DailyReportFunction",
        "DocumentsFunction",
        "NotifyingVerifierFunction",
    }


@pytest.mark.parametrize("logical_id", FUNCTIONS)
def test_every_function_of_the_template_can_be_packed(logical_id: str) -> None:
    properties = __main__.function_properties(TEMPLATE, logical_id)
    needs = trace(__main__.ROOT, __main__.folder_of(properties["Handler"]))
    assert third_party.needed(SITE, needs.third_party, __main__.target_of(properties))
    assert TEMPLATE["Resources"][logical_id]["Metadata"] == {"BuildMethod": "makefile"}
    assert properties["CodeUri"] == "."
