"""Templates compiled into modules: a first page then takes milliseconds instead of a third of a second."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment
from jinja2.meta import find_referenced_templates

from infra.packaging import PackagingError
from shared.pages.rendering import environment


def compile_templates(package: Path) -> int:
    """Puts a folder `compiled` in the place of each folder `templates` of a package; tells how many there are.

    A folder's templates are compiled with all that they reach, the kit's components included.
    """
    folders = [path for path in package.rglob("templates") if path.is_dir()]
    count = 0
    for folder in folders:
        source = environment(folder)
        wanted = _reached(source, _names(folder))
        source.compile_templates(
            folder.with_name("compiled"), filter_func=wanted.__contains__, zip=None
        )
        count += len(wanted)
    for folder in folders:
        shutil.rmtree(folder)
    environment.cache_clear()
    return count


def _names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*.html")]


def _reached(source: Environment, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for reached in find_referenced_templates(source.parse(_text(source, name))):
            if reached is None:
                raise PackagingError(f"{name}: a template is named by what a page is given")
            waiting.append(reached)
    return found


def _text(source: Environment, name: str) -> str:
    if source.loader is None:
        raise PackagingError(f"{name}: there is nothing to load templates from")
    return source.loader.get_source(source, name)[0]
