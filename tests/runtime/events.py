"""Events as API Gateway's HTTP APIs hand them to a function (payload format 2.0), with a token's claims as text."""

from collections.abc import Mapping
from typing import Any

AO = {"sub": "3f6c0b1e-ao", "cognito:groups": "[awarding-organisation]"}
CENTRE = {"sub": "9a1d7e52-centre", "cognito:groups": "[centre]", "custom:centre_id": "C-1"}
VERIFIER = {"sub": "51b8c9f0-verifier", "cognito:groups": "[verifier]", "custom:verifier_id": "V-1"}


def http_event(
    route: str,
    *,
    claims: Mapping[str, str] | None = None,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    **of_body: Any,
) -> dict[str, Any]:
    """An event of `route`; `of_body` is `body` and `isBase64Encoded`, which are absent without one."""
    method, _, template = route.partition(" ")
    raw_path = template.format(**(path or {}))
    context: dict[str, Any] = {
        "accountId": "123456789012",
        "apiId": "api-id",
        "domainName": "api-id.execute-api.eu-west-2.amazonaws.com",
        "domainPrefix": "api-id",
        "http": {
            "method": method,
            "path": raw_path,
            "protocol": "HTTP/1.1",
            "sourceIp": "192.0.2.1",
            "userAgent": "agent",
        },
        "requestId": "JKJaXmPLvHcESHA=",
        "routeKey": route,
        "stage": "$default",
        "time": "10/Mar/2026:05:16:23 +0000",
        "timeEpoch": 1773119783636,
    }
    if claims is not None:
        context["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
    event = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": raw_path,
        "rawQueryString": "",
        "headers": {"host": context["domainName"], **(headers or {})},
        "requestContext": context,
        "isBase64Encoded": False,
        **of_body,
    }
    # API Gateway leaves out what there is none of.
    given = {"pathParameters": path, "queryStringParameters": query}
    return event | {name: dict(value) for name, value in given.items() if value}
