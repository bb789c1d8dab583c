"""CloudFormation's intrinsic functions, resolved as it would; one that is not known here raises."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_PLACEHOLDER = re.compile(r"\$\{(?P<literal>!?)(?P<name>[A-Za-z0-9_:.]+)\}")
# CloudFormation leaves out a property whose value is AWS::NoValue.
_NO_VALUE = object()


class UnknownIntrinsic(Exception):
    """The template uses a function, name or attribute that the local stack cannot resolve."""


@dataclass(frozen=True)
class Made:
    """What a resource became: the answer to `Ref`, and those to `Fn::GetAtt` by name."""

    ref: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Resolver:
    """Resolves values against parameters, pseudo parameters, conditions and what was made so far."""

    parameters: Mapping[str, Any]
    conditions: Mapping[str, Any]
    made: dict[str, Made] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self.condition,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::If": self._if,
            "Fn::Equals": self._equals,
            "Fn::Not": lambda value: not self.resolve(value[0]),
            "Fn::And": lambda value: all(self.resolve(each) for each in value),
            "Fn::Or": lambda value: any(self.resolve(each) for each in value),
        }

    def resolve(self, value: Any) -> Any:
        """`value` with every intrinsic in it replaced by its answer."""
        if isinstance(value, Mapping):
            if name := intrinsic(value):
                if name not in self._functions:
                    raise UnknownIntrinsic(f"no local meaning of {name}")
                return self._functions[name](value[name])
            pairs = ((key, self.resolve(each)) for key, each in value.items())
            return {key: each for key, each in pairs if each is not _NO_VALUE}
        if isinstance(value, list):
            return [each for each in map(self.resolve, value) if each is not _NO_VALUE]
        return value

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        if name not in self.conditions:
            raise UnknownIntrinsic(f"no condition {name}")
        return bool(self.resolve(self.conditions[name]))

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name in self.parameters:
            return self.parameters[name]
        if name in self.made:
            return self.made[name].ref
        raise UnknownIntrinsic(f"Ref of {name}, which is neither a parameter nor made yet")

    def _get_att(self, value: Any) -> str:
        name, attribute = value.split(".", 1) if isinstance(value, str) else value
        if name not in self.made or attribute not in self.made[name].attributes:
            raise UnknownIntrinsic(f"Fn::GetAtt of {name}.{attribute}, which is not known")
        return self.made[name].attributes[attribute]

    def _sub(self, value: Any) -> str:
        text, names = (value, {}) if isinstance(value, str) else value
        given = {name: self.resolve(each) for name, each in names.items()}

        def replace(found: re.Match[str]) -> str:
            name = found["name"]
            if found["literal"]:
                return f"${{{name}}}"
            if name in given:
                return str(given[name])
            return str(self._get_att(name) if "." in name else self._ref(name))

        return _PLACEHOLDER.sub(replace, text)

    def _join(self, value: list[Any]) -> str:
        separator, parts = value
        return str(separator).join(map(str, self.resolve(parts)))

    def _select(self, value: list[Any]) -> Any:
        index, choices = value
        return self.resolve(choices)[int(self.resolve(index))]

    def _split(self, value: list[Any]) -> list[str]:
        separator, text = value
        return str(self.resolve(text)).split(separator)

    def _if(self, value: list[Any]) -> Any:
        name, then, otherwise = value
        return self.resolve(then if self.condition(name) else otherwise)

    def _equals(self, value: list[Any]) -> bool:
        # CloudFormation compares text: a parameter of type Number equals its digits.
        left, right = map(self.resolve, value)
        return str(left) == str(right)


def intrinsic(value: Mapping[str, Any]) -> str | None:
    """The intrinsic function that `value` is a call of, if it is one."""
    if len(value) != 1:
        return None
    ((name, argument),) = value.items()
    if name == "Condition":
        # A policy statement may have a Condition too; that one is not a name.
        return name if isinstance(argument, str) else None
    return name if name == "Ref" or name.startswith("Fn::") else None


def mentioned(value: Any) -> Iterator[str]:
    """The names that `value` refers to by Ref, Fn::GetAtt or Fn::Sub, repeats included."""
    if isinstance(value, list):
        for each in value:
            yield from mentioned(each)
    elif isinstance(value, Mapping):
        match intrinsic(value):
            case "Ref":
                yield value["Ref"]
            case "Fn::GetAtt":
                target = value["Fn::GetAtt"]
                yield target.split(".")[0] if isinstance(target, str) else target[0]
            case "Fn::Sub":
                yield from _mentioned_by_sub(value["Fn::Sub"])
            case _:
                for each in value.values():
                    yield from mentioned(each)


def _mentioned_by_sub(value: Any) -> Iterator[str]:
    text, names = (value, {}) if isinstance(value, str) else value
    for found in _PLACEHOLDER.finditer(text):
        if not found["literal"] and found["name"] not in names:
            yield found["name"].split(".")[0]
    yield from mentioned(list(names.values()))
