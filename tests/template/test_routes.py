"""Which calls the API takes, who answers them and who may call."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

# Anyone may call these; every other route asks for a token.
PUBLIC = {
    "GET /health",
    "GET /certificates/{certificate_number}/check",
    "GET /verifications/{token}",
    "HEAD /verifications/{token}",
    "POST /verifications/{token}",
}
# The portal's pages know people by their session; see tests/portal.
PAGES = {
    "GET /",
    "GET /portal",
    "GET /portal/sign-in",
    "GET /portal/signed-in",
    "GET /portal/{proxy+}",
    "HEAD /portal/{proxy+}",
    "POST /portal/check",
    "POST /portal/{proxy+}",
}
THROTTLED_PAGES = {"GET /portal/sign-in", "GET /portal/signed-in", "POST /portal/check"}
ANSWERED_BY = {
    "PUT /centres/{centre_id}": "RegisteringFunction",
    "PUT /verifiers/{verifier_id}": "RegisteringFunction",
    "PUT /course-runs/{course_run_id}": "RegisteringFunction",
    "GET /course-runs": "TrackingFunction",
    "GET /course-runs/{course_run_id}": "TrackingFunction",
    "GET /course-runs/{course_run_id}/events": "TrackingFunction",
    "GET /consignments/{consignment_id}": "TrackingFunction",
    "GET /consignments/{consignment_id}/documents/{name}": "FetchingDocumentsFunction",
    "POST /consignments/{consignment_id}/documents": "RemakingDocumentsFunction",
    "GET /health": "TrackingFunction",
    "POST /course-runs/{course_run_id}/results": "SubmittingResultsFunction",
    "POST /course-runs/{course_run_id}/notifications": "NotifyingAgainFunction",
    "GET /verifications/{token}": "VerifyingFunction",
    "HEAD /verifications/{token}": "VerifyingFunction",
    "POST /verifications/{token}": "VerifyingFunction",
    "POST /course-runs/{course_run_id}/queries": "QueriesFunction",
    "POST /course-runs/{course_run_id}/queries/{query_id}/resolution": "QueriesFunction",
    "POST /course-runs/{course_run_id}/certificates": "IssuingCertificatesFunction",
    "POST /course-runs/{course_run_id}/certificates/documents": "IssuingCertificatesFunction",
    "GET /course-runs/{course_run_id}/certificates/{block}/documents/{name}": "FetchingDocumentsFunction",
    "GET /certificates/{certificate_number}/document": "FetchingDocumentsFunction",
    "GET /certificate-template": "CertificateTemplateFunction",
    "PUT /certificate-template": "CertificateTemplateFunction",
    "GET /certificates/{certificate_number}/check": "CheckingCertificatesFunction",
    "POST /consignments": "RecordingDispatchFunction",
    "POST /course-runs/{course_run_id}/receipts": "ConfirmingReceiptFunction",
    "POST /course-runs/{course_run_id}/non-arrivals": "ReconcilingFunction",
    "POST /course-runs/{course_run_id}/non-arrivals/{consignment_id}/resolution": "ReconcilingFunction",
    "POST /course-runs/{course_run_id}/discrepancies/{certificate_number}/resolution": "ReconcilingFunction",
    "GET /reports/discrepancies": "ReconcilingFunction",
    "GET /reports/parcels-not-arrived": "ReconcilingFunction",
    "GET /certificates/{certificate_number}/replacement-charge": "ReplacingFunction",
    "POST /certificates/{certificate_number}/replacements": "ReplacingFunction",
    "POST /course-runs/{course_run_id}/replacements/{replacement_id}/decision": "ReplacingFunction",
    "GET /replacements": "ReplacingFunction",
    "GET /reports/replacement-charges": "ChargingFunction",
    "GET /reports/certificate-receipt-pending": "PendingReceiptsFunction",
    "GET /reminders": "ListingRemindersFunction",
    "POST /course-runs/{course_run_id}/distributions": "DistributingFunction",
    "GET /reports/certificates-to-distribute": "DistributingFunction",
    "GET /fees": "ChargingFunction",
    "PUT /fees/{valid_from}": "ChargingFunction",
    **dict.fromkeys(PAGES, "PortalFunction"),
}


def operations(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in resources["Api"]["Properties"]["Body"]["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_call_is_answered_by_its_function(resources: dict[str, Any]) -> None:
    answered = {
        route: re.findall(r"\$\{(\w+)\.Arn\}", str(operation["x-amazon-apigateway-integration"]))
        for route, operation in operations(resources)
    }
    assert answered == {route: [function] for route, function in ANSWERED_BY.items()}


def test_every_route_asks_for_a_token_or_is_on_the_public_list(resources: dict[str, Any]) -> None:
    open_to_all = {
        route
        for route, operation in operations(resources)
        if operation["security"] != [{"SignedInUser": []}]
    }
    assert open_to_all == PUBLIC | PAGES


def test_tokens_are_the_user_pools_for_the_portals_client(resources: dict[str, Any]) -> None:
    schemes = resources["Api"]["Properties"]["Body"]["components"]["securitySchemes"]
    assert list(schemes) == ["SignedInUser"]
    assert schemes["SignedInUser"]["x-amazon-apigateway-authorizer"] == {
        "type": "jwt",
        "identitySource": "$request.header.Authorization",
        "jwtConfiguration": {
            "issuer": {"Fn::GetAtt": ["UserPool", "ProviderURL"]},
            "audience": [{"Ref": "PortalClient"}],
        },
    }


@pytest.fixture
def stage(resources: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = resources["ApiApiGatewayDefaultStage"]["Properties"]
    return found


def test_links_checks_and_signing_in_are_throttled_harder(stage: dict[str, Any]) -> None:
    assert set(stage["RouteSettings"]) == PUBLIC | THROTTLED_PAGES
    for settings in stage["RouteSettings"].values():
        for limit in ("ThrottlingBurstLimit", "ThrottlingRateLimit"):
            assert settings[limit] < stage["DefaultRouteSettings"][limit]


def test_access_logs_name_the_route_and_never_the_path(stage: dict[str, Any]) -> None:
    # A verifier's path holds their token, a check's query a surname.
    logged = json.loads(stage["AccessLogSettings"]["Format"])
    assert logged["route"] == "$context.routeKey"
    assert not re.search(r"path|header|query", " ".join(logged.values()), re.IGNORECASE)


def test_the_stage_leaves_no_trace_in_the_path(stage: dict[str, Any]) -> None:
    assert stage["StageName"] == "$default"


def test_every_function_may_be_invoked_for_its_own_routes_only(resources: dict[str, Any]) -> None:
    allowed = {
        (each["FunctionName"]["Ref"], each["SourceArn"]["Fn::Sub"][0].split("/", 2)[2])
        for resource in resources.values()
        if resource["Type"] == "AWS::Lambda::Permission"
        for each in [resource["Properties"]]
    }
    wanted = {
        (function, re.sub(r"\{\w+\+?\}", "*", route.replace(" /", "/")))
        for route, function in ANSWERED_BY.items()
    }
    assert allowed == wanted
