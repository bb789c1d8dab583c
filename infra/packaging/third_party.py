"""Third-party code for the functions: installed once for AWS, copied in part for each function."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from infra.packaging import PackagingError
from infra.packaging.interpreter import compile_sources
from infra.packaging.tracing import Trace
from infra.packaging.trimming import is_read, slim_endpoints

Distributions = dict[NormalizedName, Distribution]


@dataclass(frozen=True)
class Target:
    """Where the functions run: `python` as in "3.13", `platform` as in a wheel's name."""

    python: str
    platform: str


def install(lock: Path, target: Target, compiler: Path | None, cache: Path) -> Path:
    """The folder holding all that the lock names, for the target; made when not yet there.

    Its name tells the lock, the target and this code, so that an old folder is never taken for a
    new one. Without a compiler the sources stay uncompiled.
    """
    told = [lock.read_bytes(), Path(__file__).read_bytes(), repr((target, compiler)).encode()]
    folder = cache / hashlib.sha256(b"\0".join(told)).hexdigest()[:16]
    if folder.is_dir():
        return folder
    print(f"Installing {lock.name} for {target.platform}, Python {target.python}", flush=True)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        site = Path(scratch, "site")
        _pip_install(lock, target, site)
        if compiler is not None:
            compile_sources(compiler, site)
        try:
            site.rename(folder)
        except OSError:
            if not folder.is_dir():  # or else a build beside this one was quicker
                raise
    return folder


def _pip_install(lock: Path, target: Target, site: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--no-compile"]
    command += ["--require-hashes", "--only-binary=:all:", "--implementation", "cp"]
    command += ["--platform", target.platform, "--python-version", target.python]
    command += ["--target", str(site), "--requirement", str(lock)]
    subprocess.run(command, check=True)  # noqa: S603 - pip of this environment


def needed(site: Path, imports: Iterable[str], target: Target) -> Distributions:
    """The distributions, by name, that the imports need themselves or through others.

    Raises PackagingError for an import that nothing in the folder provides.
    """
    installed = {canonicalize_name(d.name): d for d in distributions(path=[str(site)])}
    provider = {top: name for name, d in installed.items() for top in _import_names(d)}
    # zoneinfo is the standard library's; its data need not be on the machine.
    provider["zoneinfo"] = canonicalize_name("tzdata")
    found: Distributions = {}
    try:
        waiting = [provider[top] for top in imports]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = installed[name]
                waiting += _requirements(found[name], target)
    except KeyError as missing:
        raise PackagingError(f"{missing} is needed, but the lock does not hold it") from None
    return dict(sorted(found.items()))


def _import_names(distribution: Distribution) -> set[str]:
    names = {file.parts[0].removesuffix(".py") for file in distribution.files or ()}
    return {name for name in names if name.isidentifier()}


def _requirements(distribution: Distribution, target: Target) -> list[NormalizedName]:
    surroundings = {
        "extra": "",
        "python_version": target.python,
        "python_full_version": f"{target.python}.0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": target.platform.removeprefix("manylinux2014_"),
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return [
        canonicalize_name(requirement.name)
        for requirement in map(Requirement, distribution.requires or ())
        if requirement.marker is None or requirement.marker.evaluate(surroundings)
    ]


def copy(site: Path, found: Distributions, needs: Trace, package: Path) -> None:
    """Copies into the package what the function reads of the distributions, compiled modules too.

    Raises PackagingError where time zones are read but none is named in the code.
    """
    recorded = [PurePosixPath(file) for d in found.values() for file in d.files or ()]
    read = [file for file in recorded if is_read(file, needs.services, needs.texts)]
    if "tzdata" in found and not any(file.match("tzdata/zoneinfo/*/[!_]*") for file in read):
        raise PackagingError("zoneinfo is imported, but the code names no time zone to pack")
    for file in read:
        _copy_with_bytecode(site / file, package / file)
    if "botocore" in found:
        slim_endpoints(package / "botocore" / "data", needs.services)


def _copy_with_bytecode(source: Path, goal: Path) -> None:
    goal.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, goal)
    for compiled in source.parent.glob(f"__pycache__/{source.stem}.cpython-*.pyc"):
        (goal.parent / "__pycache__").mkdir(exist_ok=True)
        shutil.copyfile(compiled, goal.parent / "__pycache__" / compiled.name)
