"""Which permissions a call needs, after AWS's service authorization reference."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from typing import Any

from infra.local.deployment import Deployment

_OF_OBJECTS = {
    "PutObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "AbortMultipartUpload": "AbortMultipartUpload",
    "GetObject": "GetObject",
    "HeadObject": "GetObject",
}
_OF_TRANSACTIONS = {
    "ConditionCheck": "ConditionCheckItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
}


@dataclass(frozen=True)
class Need:
    """One permission: an action on a resource (an ARN), with the condition keys that AWS sets."""

    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)


def needs_of(
    service: str, operation: str, parameters: Mapping[str, Any], deployment: Deployment
) -> list[Need]:
    """What a call needs; one that is not known here needs a permission that no policy grants."""
    known = _SERVICES.get(service)
    needs = known(operation, parameters, deployment) if known else []
    return needs or [Need(f"{service}:{operation}", "*")]


def _dynamodb(operation: str, parameters: Mapping[str, Any], deployment: Deployment) -> list[Need]:
    tables = f"arn:aws:dynamodb:{deployment.region}:{deployment.account}:table/"
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        members = [one for item in parameters["TransactItems"] for one in item.items()]
        return [
            Need(
                f"dynamodb:{_OF_TRANSACTIONS[kind]}",
                tables + member["TableName"],
                _leading_key(member),
            )
            for kind, member in members
        ]
    if operation in {"BatchGetItem", "BatchWriteItem"}:
        return [Need(f"dynamodb:{operation}", tables + t) for t in parameters["RequestItems"]]
    if "TableName" not in parameters:
        return []
    index = f"/index/{parameters['IndexName']}" if "IndexName" in parameters else ""
    resource = tables + parameters["TableName"] + index
    return [Need(f"dynamodb:{operation}", resource, _leading_key(parameters))]


def _leading_key(parameters: Mapping[str, Any]) -> Mapping[str, str]:
    """The partition that a call on one item is about."""
    of = parameters.get("Key") or parameters.get("Item") or {}
    return {"dynamodb:LeadingKeys": of["pk"]["S"]} if "pk" in of else {}


def _s3(operation: str, parameters: Mapping[str, Any], _deployment: Deployment) -> list[Need]:
    if operation == "ListObjectsV2":
        return [Need("s3:ListBucket", f"arn:aws:s3:::{parameters['Bucket']}")]
    if operation not in _OF_OBJECTS:
        return []
    resource = f"arn:aws:s3:::{parameters['Bucket']}/{parameters['Key']}"
    return [Need(f"s3:{_OF_OBJECTS[operation]}", resource)]


def _sesv2(operation: str, parameters: Mapping[str, Any], deployment: Deployment) -> list[Need]:
    if operation != "SendEmail":
        return []
    sender = parameters.get("FromEmailAddress")
    raw = parameters["Content"].get("Raw")
    if sender is None and raw is not None:
        sender = str(message_from_bytes(raw["Data"], policy=default)["From"])
    address = parseaddr(sender or "")[1]
    identity = f"arn:aws:ses:{deployment.region}:{deployment.account}:identity/{address}"
    # Raw messages are checked against the older action as well.
    actions = ["SendEmail", *(["SendRawEmail"] if raw is not None else [])]
    return [Need(f"ses:{action}", identity, {"ses:FromAddress": address}) for action in actions]


_SERVICES: dict[str, Callable[[str, Mapping[str, Any], Deployment], list[Need]]] = {
    "dynamodb": _dynamodb,
    "s3": _s3,
    "sesv2": _sesv2,
}
