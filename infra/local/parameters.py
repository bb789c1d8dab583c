"""The template's parameters: what was given or their defaults, held to their constraints."""

import re
from collections.abc import Mapping
from typing import Any

from infra.local.properties import Properties

# The settings of a stack on one machine; the addresses are of domains that nobody can own.
LOCAL = {
    "AwardingOrganisationName": "Example Awards",
    "SenderAddress": "certification@awards.example",
    "ContactAddress": "help@awards.example",
    "ComplianceAddress": "compliance@awards.example",
    "AlarmAddress": "operations@awards.example",
}


class BadParameter(Exception):
    """A parameter is unknown, missing or outside its constraints."""


def settle_parameters(declared: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Every declared parameter's value, as text, as CloudFormation passes them."""
    if strangers := set(given) - set(declared):
        raise BadParameter(f"the template has no parameter {', '.join(sorted(strangers))}")
    values = {}
    for name, declaration in declared.items():
        p = Properties(declaration, name)
        value = given.get(name, p.get("Default"))
        if value is None:
            raise BadParameter(f"{name} is needed and has no default")
        values[name] = str(value)
        if fault := _fault(values[name], p):
            raise BadParameter(f"{name}: {value!r} {fault}")
        p.finish()
    return values


def _fault(value: str, p: Properties) -> str | None:
    p.expect("Type", ["String", "Number"])
    p.get("Description")
    pattern, allowed = p.get("AllowedPattern", "(?s:.*)"), p.get("AllowedValues")
    shortest, longest = p.get("MinLength", 0), p.get("MaxLength", 4096)
    least, most = p.get("MinValue"), p.get("MaxValue")
    if not re.fullmatch(pattern, value):
        return f"does not match {pattern}"
    if allowed is not None and value not in map(str, allowed):
        return f"is none of {allowed}"
    if not int(shortest) <= len(value) <= int(longest):
        return f"is not {shortest} to {longest} characters long"
    if p.take("Type") == "Number" and not _within(value, least, most):
        return f"is not a number from {least} to {most}"
    return None


def _within(value: str, least: int | None, most: int | None) -> bool:
    try:
        number = float(value)
    except ValueError:
        return False
    return (least is None or number >= least) and (most is None or number <= most)
