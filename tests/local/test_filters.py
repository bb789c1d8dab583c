"""Event patterns: which records a stream mapping lets through."""

from typing import Any

import pytest

from infra.local.filters import UnknownPattern, matches

RECORD = {"eventName": "INSERT", "dynamodb": {"NewImage": {"kind": {"S": "event"}}}}


@pytest.mark.parametrize(
    ("pattern", "passes"),
    [
        ({"eventName": ["INSERT", "MODIFY"]}, True),
        ({"eventName": ["MODIFY"]}, False),
        ({"dynamodb": {"NewImage": {"kind": {"S": ["event"]}}}}, True),
        ({"dynamodb": {"NewImage": {"other": {"S": ["event"]}}}}, False),
        ({"dynamodb": {"NewImage": {"kind": {"S": [{"prefix": "ev"}]}}}}, True),
        ({"dynamodb": {"NewImage": {"kind": {"S": [{"prefix": "x"}]}}}}, False),
        ({"dynamodb": {"NewImage": {"kind": {"S": [{"exists": True}]}}}}, True),
        ({"dynamodb": {"NewImage": {"other": {"S": [{"exists": False}]}}}}, True),
        ({"eventName": [{"anything-but": ["REMOVE"]}]}, True),
        ({"eventName": [{"anything-but": ["INSERT"]}]}, False),
    ],
)
def test_patterns_filter_as_lambdas_do(pattern: dict[str, Any], *, passes: bool) -> None:
    assert matches([pattern], RECORD) is passes


def test_one_pattern_of_several_suffices_and_none_lets_all_pass() -> None:
    assert matches([{"eventName": ["REMOVE"]}, {"eventName": ["INSERT"]}], RECORD)
    assert matches([], RECORD)


def test_a_comparison_without_local_meaning_raises() -> None:
    with pytest.raises(UnknownPattern, match="numeric"):
        matches([{"eventName": [{"numeric": [">", 1]}]}], RECORD)
