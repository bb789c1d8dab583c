"""The HTTP API: not made on the engine, but read from its OpenAPI body for the local gateway."""

import re

from infra.local.creators.site import Creator, Site
from infra.local.deployment import IDENTITY, Authorizer, Route
from infra.local.intrinsics import Made
from infra.local.properties import Properties

_API_ID = "local"
# As API Gateway has them (CreateStage, stageVariables).
_STAGE_VALUE = re.compile(r"[A-Za-z0-9-._~:/?#&=,]+")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_INTEGRATION = re.compile(
    r"arn:[^:]+:apigateway:[^:]+:lambda:path/[^/]+/functions/(.+)/invocations"
)


def _api(_logical_id: str, p: Properties, site: Site) -> Made:
    # A matter of importing the body into API Gateway.
    p.expect("FailOnWarnings", [None, True, False])
    body = p.section("Body")
    body.take("openapi")
    body.take("info")
    body.get("tags")
    schemes = body.section("components").section("securitySchemes")
    authorizers = {name: _authorizer(name, schemes.section(name)) for name in schemes.names()}
    paths = body.section("paths")
    for path in paths.names():
        methods = paths.section(path)
        site.deployment.routes += [
            _route(method.upper(), path, methods.section(method), authorizers, site)
            for method in methods.names()
        ]
    site.deployment.api_id = _API_ID
    return Made(_API_ID, {"ApiId": _API_ID, "ApiEndpoint": site.api_url})


def _authorizer(name: str, scheme: Properties) -> Authorizer:
    scheme.expect("type", ["oauth2"])
    p = scheme.section("x-amazon-apigateway-authorizer")
    p.expect("type", ["jwt"])
    p.expect("identitySource", ["$request.header.Authorization"])
    jwt = p.section("jwtConfiguration")
    return Authorizer(name, issuer=jwt.take("issuer"), audience=tuple(jwt.take("audience")))


def _route(
    method: str, path: str, p: Properties, authorizers: dict[str, Authorizer], site: Site
) -> Route:
    if method not in _METHODS or path == "/$default":
        raise NotImplementedError(f"{method} {path}: the local gateway has no such routes")
    # What the path's variables are called stands in the path as well.
    p.get("parameters")
    p.take("responses")
    integration = p.section("x-amazon-apigateway-integration")
    integration.expect("httpMethod", ["POST"])
    integration.expect("type", ["aws_proxy"])
    integration.expect("payloadFormatVersion", ["2.0"])
    target = _INTEGRATION.fullmatch(integration.take("uri"))
    if target is None:
        raise NotImplementedError(f"{method} {path}: an integration other than a function")
    function = site.deployment.function_of(target[1])
    # Left out, `security` would mean that anyone may call: be told, and do not guess.
    (requirement,) = p.take("security")
    ((name, scopes),) = requirement.items()
    authorizer = None if name == "NONE" else authorizers[name]
    return Route(method, path, function, authorizer, tuple(scopes))


def _stage(logical_id: str, p: Properties, site: Site) -> Made:
    p.expect("StageName", ["$default"])
    p.expect("AutoDeploy", [True])
    p.take("ApiId")
    for name, value in p.get("StageVariables", {}).items():
        if not _STAGE_VALUE.fullmatch(value):
            raise ValueError(f"{logical_id}.StageVariables.{name}: API Gateway refuses {value!r}")
        site.deployment.stage_variables[name] = _at_home(value, site)
    # The local gateway neither throttles nor logs.
    p.get("AccessLogSettings")
    p.get("DefaultRouteSettings")
    p.get("RouteSettings")
    p.get("Tags")
    return Made(logical_id)


def _at_home(value: str, site: Site) -> str:
    """The value, its address of a sign-in page changed for that of the local identity provider."""
    for domain in site.deployment.sign_in_domains:
        away = f"https://{domain}.auth.{site.deployment.region}.amazoncognito.com"
        if value.startswith(away):
            return site.api_url + IDENTITY + value.removeprefix(away)
    return value


CREATORS: dict[str, Creator] = {
    "AWS::ApiGatewayV2::Api": _api,
    "AWS::ApiGatewayV2::Stage": _stage,
}
