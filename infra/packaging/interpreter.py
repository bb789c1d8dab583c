"""The interpreter that compiles: AWS's own minor version, or its bytecode would not be loaded."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.packaging import PackagingError

# Where a function's package lies in Lambda: compiled modules name it in tracebacks.
TASK_ROOT = "/var/task"


def compiler_for(version: str) -> Path | None:
    """An interpreter of the version, "3.13" for example.

    None where there is none and ALLOW_SOURCE_ONLY=1 says that this will do; raises PackagingError
    otherwise.
    """
    for candidate in _candidates(version):
        if _version_of(candidate) == version:
            return candidate
    advice = (
        f"No Python {version} was found. Compiled modules halve a cold start, and only the version "
        f"that AWS runs can make them. Put python{version} on the PATH (`pyenv install {version}` "
        "will do too), or name an interpreter in LAMBDA_PYTHON."
    )
    if os.environ.get("ALLOW_SOURCE_ONLY") == "1":
        print(f"warning: packing sources only. {advice}", file=sys.stderr)
        return None
    raise PackagingError(f"{advice} ALLOW_SOURCE_ONLY=1 packs sources only, for a trial.")


def _candidates(version: str) -> Iterator[Path]:
    if named := os.environ.get("LAMBDA_PYTHON"):
        yield Path(named)
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/python"), reverse=True)
    yield Path(sys.executable)


def _version_of(interpreter: Path) -> str | None:
    ask = "import sys; print('{}.{}'.format(*sys.version_info))"
    try:
        answer = subprocess.run(  # noqa: S603 - an interpreter of this machine
            [interpreter, "-I", "-c", ask], capture_output=True, check=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None  # not there, or a version manager's stand-in for one that is not
    return answer.stdout.strip()


def compile_sources(interpreter: Path, root: Path, *folders: str) -> None:
    """Compiles the folders of a package, or all of it, never to be checked against the sources."""
    command = [str(interpreter), "-I", "-m", "compileall", "-q"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", str(root), "-p", TASK_ROOT]
    command += [str(root / folder) for folder in folders or (".",)]
    subprocess.run(command, check=True)  # noqa: S603 - an interpreter of this machine
