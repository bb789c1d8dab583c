"""`python -m infra.packaging LOGICAL_ID FOLDER`: fills the folder with one function's package."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from infra.packaging import PackagingError
from infra.packaging.interpreter import compile_sources, compiler_for
from infra.packaging.pages import compile_templates
from infra.packaging.third_party import Target, copy, install, needed
from infra.packaging.tracing import SHIPPED, trace

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = {"arm64": "manylinux2014_aarch64", "x86_64": "manylinux2014_x86_64"}


class _TemplateLoader(yaml.SafeLoader):
    """Reads a template without resolving `!Ref` and its like: nothing here depends on them."""


_TemplateLoader.add_multi_constructor("!", lambda _loader, _tag, _node: None)


def read_template(template: Path) -> dict[str, Any]:
    """The template, with None in place of every short-form intrinsic function."""
    with template.open(encoding="utf-8") as text:
        document: dict[str, Any] = yaml.load(text, _TemplateLoader)  # noqa: S506 - a SafeLoader
    return document


def function_properties(template: dict[str, Any], logical_id: str) -> dict[str, Any]:
    """The function's properties over those of Globals; raises PackagingError for no function."""
    resource = template["Resources"].get(logical_id, {})
    if resource.get("Type") != "AWS::Serverless::Function":
        raise PackagingError(f"{logical_id} is no function of the template")
    shared = template.get("Globals", {}).get("Function", {})
    return {**shared, **resource["Properties"]}


def folder_of(handler: str) -> str:
    """The folder of functions/ that a handler such as `functions.queries.handler.handler` names."""
    if found := re.fullmatch(r"functions\.(\w+)\.handler\.handler", handler):
        return found[1]
    raise PackagingError(f"{handler} is not of the form functions.<folder>.handler.handler")


def target_of(properties: dict[str, Any]) -> Target:
    """Where the template runs the function."""
    (architecture,) = properties.get("Architectures", ["x86_64"])
    return Target(properties["Runtime"].removeprefix("python"), PLATFORMS[architecture])


def build(logical_id: str, package: Path, root: Path = ROOT) -> str:
    """Fills the folder with the function's package and tells in a line what is in it."""
    properties = function_properties(read_template(root / "template.yaml"), logical_id)
    needs = trace(root, folder_of(properties["Handler"]))
    target = target_of(properties)
    compiler = compiler_for(target.python)
    for file in needs.files:
        (package / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / file, package / file)
    compile_templates(package)
    if compiler is not None:
        compile_sources(compiler, package, *SHIPPED)
    lock = root / "infra" / "locks" / "lambda.txt"
    site = install(lock, target, compiler, root / ".build" / "third-party")
    found = needed(site, needs.third_party, target)
    copy(site, found, needs, package)
    size = sum(file.stat().st_size for file in package.rglob("*") if file.is_file())
    return (
        f"{logical_id}: {len(needs.files)} files of ours; "
        f"{', '.join(sorted(needs.third_party))} ({len(found)} distributions); "
        f"AWS: {', '.join(sorted(needs.services))}; {size / 1e6:.1f} MB"
    )


def main() -> None:
    """Builds one package; a PackagingError is told without its traceback."""
    logical_id, folder = sys.argv[1:]
    try:
        print(build(logical_id, Path(folder).resolve()))
    except PackagingError as error:
        sys.exit(f"{logical_id}: {error}")


if __name__ == "__main__":
    main()
