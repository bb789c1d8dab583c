"""A resource's properties, read with a tick against each: what nobody read raises."""

from collections.abc import Mapping, Sequence
from typing import Any


class UnreadProperty(Exception):
    """The template sets a property that the local stack would silently ignore."""


class Properties:
    """The properties of one resource, or of one section of it, resolved.

    Every property has to be taken by the code that makes the resource: `finish` raises on the
    others, those of sections included. What is taken as a whole is taken with all that is in it:
    hand it on to an AWS call, which checks names and types itself.
    """

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        if not isinstance(values, Mapping):
            raise TypeError(f"{where} is not a section: {values!r}")
        self._values = values
        self._where = where
        self._unread = set(values)
        self._sections: list[Properties] = []

    def take(self, name: str) -> Any:
        """The value of a property that has to be there; raises KeyError without it."""
        if name not in self._values:
            raise KeyError(f"{self._where}.{name} is missing")
        self._unread.discard(name)
        return self._values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a property that may be there."""
        return self.take(name) if name in self._values else default

    def some(self, *names: str) -> dict[str, Any]:
        """Those of the properties `names` that are there, as they are."""
        return {name: self.take(name) for name in names if name in self._values}

    def section(self, name: str) -> "Properties":
        """A property's own properties; empty where the property is missing."""
        return self._read(self.get(name, {}), f"{self._where}.{name}")

    def sections(self, name: str) -> list["Properties"]:
        """The properties of each member of a list; empty where the property is missing."""
        where = f"{self._where}.{name}"
        return [self._read(each, f"{where}[{n}]") for n, each in enumerate(self.get(name, []))]

    def expect(self, name: str, values: Sequence[Any]) -> None:
        """Reads a property that has a local meaning for some values only; None is a missing one."""
        if (value := self.get(name)) not in values:
            raise UnreadProperty(f"{self._where}.{name}: {value!r} has no local meaning")

    def names(self) -> list[str]:
        """The names of the properties that are there."""
        return list(self._values)

    def finish(self) -> None:
        """Raises UnreadProperty if anything was left unread."""
        if self._unread:
            raise UnreadProperty(f"{self._where}: nothing reads {', '.join(sorted(self._unread))}")
        for section in self._sections:
            section.finish()

    def _read(self, values: Any, where: str) -> "Properties":
        section = Properties(values, where)
        self._sections.append(section)
        return section
