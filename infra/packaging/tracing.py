"""What a function needs, read from its imports without running them.

An import counts wherever it stands, except under `if TYPE_CHECKING:` and in a module's functions
whose names nothing that counts mentions: what a function of the wiring would make for others stays
behind. The files beside a package's modules (templates, tables) travel with the package. The AWS
services and the texts that the code names are picked up on the way, so that third-party data about
all the others can stay behind too.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from infra.packaging import PackagingError

SHIPPED = ("functions", "shared")
NEVER_SHIPPED = ("infra", "tests")


@dataclass
class Trace:
    """What one function needs.

    `files` are paths relative to the checkout; `third_party` are top-level import names, `zoneinfo`
    among them where time zones are read; `services` are AWS services as boto3 names them;
    `texts` are all the string constants.
    """

    files: set[Path] = field(default_factory=set)
    third_party: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def trace(root: Path, folder: str) -> Trace:
    """The needs of the function in `functions/<folder>`: its whole folder and all that it imports.

    Raises PackagingError where a module is missing, belongs to another function or is never
    shipped, and where an AWS client is made of a service that the code does not name.
    """
    tracer = _Tracer(root, home=f"functions.{folder}")
    tracer.follow()
    return tracer.needs


@dataclass(frozen=True)
class _Part:
    """Code that may count: the statements of a module, or one of its functions."""

    source: Path
    nodes: list[ast.AST]
    function: str = ""


class _Tracer:
    def __init__(self, root: Path, home: str) -> None:
        self.root = root
        self.home = home
        self.needs = Trace()
        self._modules: set[str] = set()
        self._mentioned: set[str] = set()
        self._unmentioned: dict[str, list[_Part]] = defaultdict(list)
        self._waiting: list[_Part] = []

    def follow(self) -> None:
        for module in (*_with_parents(self.home), *_modules_below(self.root, self.home)):
            self._add_module(module)
        while self._waiting:
            part = self._waiting.pop()
            for node in part.nodes:
                for inner in _run_time_nodes(node):
                    self._read(part, inner)

    def _add_module(self, module: str) -> None:
        if module in self._modules:
            return
        self._refuse_strangers(module)
        self._modules.add(module)
        folder = self.root.joinpath(*module.split("."))
        source = next((p for p in (folder / "__init__.py", _file(folder)) if p.is_file()), None)
        if source is None and not folder.is_dir():
            raise PackagingError(f"{module} is imported but does not exist")
        if folder.is_dir():
            self.needs.files.update(path.relative_to(self.root) for path in _data_beside(folder))
        if source is not None:
            self.needs.files.add(source.relative_to(self.root))
            self._add_parts(module, source)

    def _refuse_strangers(self, module: str) -> None:
        top, *rest = module.split(".")
        if top == "functions" and rest and rest[0] != self.home.split(".")[1]:
            raise PackagingError(f"{self.home}: {module}: functions never import one another")
        if top in NEVER_SHIPPED:
            raise PackagingError(f"{self.home}: {module} is never shipped")

    def _add_parts(self, module: str, source: Path) -> None:
        statements: list[ast.AST] = []
        for node in ast.parse(source.read_bytes(), filename=str(source)).body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                statements.append(node)
                continue
            statements += [*node.decorator_list, node.args]  # these run with the module
            body = _Part(source, list(node.body), node.name)
            if module.startswith(self.home) or node.name in self._mentioned:
                self._waiting.append(body)
            else:
                self._unmentioned[node.name].append(body)
        self._waiting.append(_Part(source, statements))

    def _read(self, part: _Part, node: ast.AST) -> None:
        match node:
            case ast.Import() | ast.ImportFrom():
                for name in self._imported(part.source, node):
                    self._add_import(name)
                self._mention(alias.name for alias in node.names)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                self._mention([name])
            case ast.Constant(value=str(text)):
                self.needs.texts.add(text)
            case ast.Call():
                self.needs.services.update(_services(part, node))

    def _mention(self, names: Iterable[str]) -> None:
        for name in names:
            self._mentioned.add(name)
            self._waiting += self._unmentioned.pop(name, [])

    def _add_import(self, name: str) -> None:
        top = name.partition(".")[0]
        if top in (*SHIPPED, *NEVER_SHIPPED):
            for module in _with_parents(name):
                self._add_module(module)
        elif top == "zoneinfo" or top not in sys.stdlib_module_names:
            self.needs.third_party.add(top)

    def _imported(self, source: Path, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
            return
        if node.level or not node.module:
            raise PackagingError(f"{source}:{node.lineno}: relative imports are not followed")
        yield node.module
        for alias in node.names:
            inner = self.root.joinpath(*node.module.split("."), alias.name)
            if inner.is_dir() or _file(inner).is_file():
                yield f"{node.module}.{alias.name}"


def _run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        children: Iterable[ast.AST] = node.orelse
    else:
        children = ast.iter_child_nodes(node)
    for child in children:
        yield from _run_time_nodes(child)


def _services(part: _Part, call: ast.Call) -> set[str]:
    """The AWS service of a call that makes a client; a helper may pass on what it is called with."""
    place = f"{part.source}:{call.lineno}"
    match call.func:
        case ast.Attribute(value=ast.Name(id="boto3"), attr="resource"):
            raise PackagingError(f"{place}: make a boto3 client; resources are not packed")
        case ast.Attribute(attr=maker) | ast.Name(id=maker) if maker.endswith("client"):
            pass
        case _:
            return set()
    match call.args:
        case [ast.Constant(value=str(service)), *_]:
            return {service}
        case _ if part.function.endswith("client"):
            return set()
    raise PackagingError(f"{place}: name the AWS service in the call itself")


def _file(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.py")


def _with_parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[: end + 1]) for end in range(len(parts))]


def _modules_below(root: Path, package: str) -> list[str]:
    below = sorted(root.joinpath(*package.split(".")).rglob("*.py"))
    if not below:
        raise PackagingError(f"{package} holds no module")
    names = [path.relative_to(root).with_suffix("").parts for path in below]
    return [".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in names]


def _data_beside(folder: Path) -> set[Path]:
    """Files that are no modules: the folder's own and those of its folders without modules."""
    found: set[Path] = set()
    for path in folder.iterdir():
        if path.name.startswith((".", "__pycache__")):
            continue
        if path.is_dir() and not any(path.rglob("*.py")):
            found |= _data_beside(path)
        elif path.is_file() and path.suffix not in {".py", ".pyi", ".md"}:
            found.add(path)
    return found
