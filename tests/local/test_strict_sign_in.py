"""Ways of signing in, and of serving the API, that the local stack does not play are refused."""

from typing import Any

import pytest

from infra.local.properties import UnreadProperty
from tests.local.test_strictness import deployed


@pytest.mark.parametrize(
    ("kind", "properties", "fault"),
    [
        ("UserPoolDomain", {"Domain": "a", "ManagedLoginVersion": 1}, "ManagedLoginVersion: 1"),
        (
            "UserPoolDomain",
            {"Domain": "a", "ManagedLoginVersion": 2, "CustomDomainConfig": {}},
            "nothing reads CustomDomainConfig",
        ),
        ("ManagedLoginBranding", {"ClientId": "a", "Assets": []}, "None has no local meaning"),
    ],
)
def test_another_way_of_signing_in_raises(
    kind: str, properties: dict[str, Any], fault: str
) -> None:
    pool = {"Type": "AWS::Cognito::UserPool"}
    of_it = {"UserPoolId": {"Ref": "Pool"}, **properties}
    pages = {"Type": f"AWS::Cognito::{kind}", "Properties": of_it}
    with pytest.raises(UnreadProperty, match=fault):
        deployed({"Pool": pool, "Pages": pages})


def test_a_client_of_pages_with_a_secret_raises() -> None:
    settings = {
        "UserPoolId": {"Ref": "Pool"},
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthFlows": ["code"],
        "GenerateSecret": True,
    }
    client = {"Type": "AWS::Cognito::UserPoolClient", "Properties": settings}
    with pytest.raises(NotImplementedError, match="codes and no secrets"):
        deployed({"Pool": {"Type": "AWS::Cognito::UserPool"}, "Client": client})


@pytest.mark.parametrize("value", ["", "a b", "a+b", "é"])
def test_what_no_stage_variable_may_be_raises(value: str) -> None:
    stage = {
        "ApiId": "a",
        "StageName": "$default",
        "AutoDeploy": True,
        "StageVariables": {"one": value},
    }
    with pytest.raises(ValueError, match=r"StageVariables\.one"):
        deployed({"Stage": {"Type": "AWS::ApiGatewayV2::Stage", "Properties": stage}})


def test_a_route_of_any_method_raises() -> None:
    methods = {"x-amazon-apigateway-any-method": {}}
    body = {"openapi": "3", "info": {}, "paths": {"/a": methods}}
    api = {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": body}}
    with pytest.raises(NotImplementedError, match="no such routes"):
        deployed({"Api": api})
