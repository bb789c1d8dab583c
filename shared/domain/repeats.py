"""Lists whose members must differ: repeats are told together with whatever else is wrong with the list."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import InitErrorDetails, PydanticCustomError


def without_repeats(*members: str) -> WrapValidator:
    """Return a validator of lists in which no two items may have the same value of one of `members`."""

    def check(values: Any, validated: ValidatorFunctionWrapHandler) -> Any:
        try:
            items = validated(values)
        except ValidationError as invalid:
            errors = [_again(error) for error in invalid.errors(include_url=False)]
            readable = values if isinstance(values, list) else []
            raise _invalid([*errors, *_repeats(readable, members)]) from None
        if errors := list(_repeats(items, members)):
            raise _invalid(errors)
        return items

    return WrapValidator(check)


def _repeats(items: list[Any], members: tuple[str, ...]) -> Iterator[InitErrorDetails]:
    for member in members:
        seen = set()
        for i, item in enumerate(items):
            value = item.get(member) if isinstance(item, dict) else getattr(item, member, None)
            if isinstance(value, str) and value in seen:
                # Named arguments, so that braces in a value stay what they are.
                told = PydanticCustomError("repeat", "{value} stands here twice.", {"value": value})
                yield InitErrorDetails(type=told, loc=(i, member), input=None)
            elif isinstance(value, str):
                seen.add(value)


def _again(error: Any) -> InitErrorDetails:
    told = PydanticCustomError("value_error", "{message}", {"message": error["msg"]})
    return InitErrorDetails(type=told, loc=error["loc"], input=None)


def _invalid(errors: list[InitErrorDetails]) -> ValidationError:
    return ValidationError.from_exception_data("list", errors)
