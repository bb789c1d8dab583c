"""Each function may do what its job takes and nothing else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

Of = Callable[[str], dict[str, Any]]

# AWS's own policies that SAM adds: writing logs, sending traces, reading the stream.
MANAGED = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
}
READS_THE_STREAM = "arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole"
# What is not named in full: a day's report is another object every day, every parcel has documents of its own, every
# batch its certificates, and the template of certificates is another object whenever it changes.
OBJECTS = [
    {"Fn::Sub": "${ReportsBucket.Arn}/reports/certificate-receipt-pending/*"},
    {"Fn::Sub": "${DocumentsBucket.Arn}/documents/*"},
    {"Fn::Sub": "${DocumentsBucket.Arn}/certificates/*"},
    {"Fn::Sub": "${DocumentsBucket.Arn}/certificate-templates/*"},
]
READ_THE_STREAM = ("NotifyingVerifier", "Documents")
TABLE = {"Fn::GetAtt": ["CourseRunsTable", "Arn"]}
READING = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
# Items are written whole, or a line is told of its receipt or distribution; nothing is ever deleted.
ON_THE_TABLE = READING | {
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:ConditionCheckItem",
}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.fixture
def roles(of: Of) -> dict[str, Any]:
    return of("AWS::IAM::Role")


def statements(role: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for policy in role["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def actions(role: dict[str, Any]) -> set[str]:
    return {action for each in statements(role) for action in listed(each["Action"])}


def test_every_function_has_a_role_of_its_own(of: Of, roles: dict[str, Any]) -> None:
    functions = of("AWS::Lambda::Function")
    used = [function["Role"]["Fn::GetAtt"][0] for function in functions.values()]
    schedules = of("AWS::Scheduler::Schedule").values()
    used += [schedule["Target"]["RoleArn"]["Fn::GetAtt"][0] for schedule in schedules]
    assert sorted(used) == sorted(roles)


def test_no_statement_allows_more_than_it_names(roles: dict[str, Any]) -> None:
    for role in roles.values():
        for statement in statements(role):
            assert statement["Effect"] == "Allow"
            assert not any("*" in action for action in listed(statement["Action"]))
            for resource in listed(statement["Resource"]):
                assert resource in OBJECTS or "*" not in str(resource)


def test_aws_own_policies_are_for_logs_traces_and_the_stream(roles: dict[str, Any]) -> None:
    for name, role in roles.items():
        if "ManagedPolicyArns" in role:
            allowed = MANAGED | ({READS_THE_STREAM} if name.startswith(READ_THE_STREAM) else set())
            assert set(role["ManagedPolicyArns"]) == allowed


def test_nobody_can_delete_or_scan(roles: dict[str, Any]) -> None:
    for role in roles.values():
        assert {each for each in actions(role) if each.startswith("dynamodb:")} <= ON_THE_TABLE


def test_the_table_and_its_indexes_are_all_that_dynamodb_permissions_name(
    roles: dict[str, Any],
) -> None:
    indexes = [
        {"Fn::Sub": "${CourseRunsTable.Arn}/index/" + name}
        for name in ("by_centre", "by_verifier", "across_centres")
    ]
    for role in roles.values():
        for statement in statements(role):
            if set(listed(statement["Action"])) & ON_THE_TABLE:
                assert all(each in [TABLE, *indexes] for each in statement["Resource"])
                only_indexes = TABLE not in statement["Resource"]
                assert not only_indexes or statement["Action"] == ["dynamodb:Query"]


@pytest.mark.parametrize(
    "name",
    [
        "Tracking",
        "PendingReceipts",
        "ListingReminders",
        "CheckingCertificates",
        "FetchingDocuments",
    ],
)
def test_who_only_tells_cannot_write(roles: dict[str, Any], name: str) -> None:
    told = {each for each in actions(roles[f"{name}FunctionRole"]) if each.startswith("dynamodb:")}
    assert told
    assert told <= READING


def test_the_daily_report_writes_which_mails_were_sent_and_nothing_else(
    roles: dict[str, Any],
) -> None:
    on_the_table = [
        statement
        for statement in statements(roles["DailyReportFunctionRole"])
        if TABLE in listed(statement["Resource"])
    ]
    (statement,) = on_the_table
    assert set(statement["Action"]) == {"dynamodb:GetItem", "dynamodb:PutItem"}
    assert statement["Condition"] == {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["MAILED#*"]}
    }


def test_reminding_writes_how_far_it_came_and_nothing_else(roles: dict[str, Any]) -> None:
    writing = [
        statement
        for statement in statements(roles["RemindingFunctionRole"])
        if set(statement["Action"]) & (ON_THE_TABLE - READING)
    ]
    (statement,) = writing
    assert statement["Action"] == ["dynamodb:PutItem"]
    assert statement["Condition"] == {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["MAILED#reminders#*"]}
    }


def test_who_prints_certificates_reads_templates_only_and_who_takes_templates_writes_nothing_else(
    roles: dict[str, Any],
) -> None:
    templates = [{"Fn::Sub": "${DocumentsBucket.Arn}/certificate-templates/*"}]
    for name in ("DocumentsFunctionRole", "CertificateTemplateFunctionRole"):
        reading = [s for s in statements(roles[name]) if "s3:GetObject" in s["Action"]]
        assert [statement["Resource"] for statement in reading] == [templates]
    written = [
        (statement["Resource"], statement.get("Condition"))
        for statement in statements(roles["CertificateTemplateFunctionRole"])
        if {"s3:PutObject", "dynamodb:PutItem"} & set(statement["Action"])
    ]
    keys = {"dynamodb:LeadingKeys": ["CERTIFICATE_TEMPLATE", "ANSWER#*"]}
    assert written == [([TABLE], {"ForAllValues:StringLike": keys}), (templates, None)]


def test_three_functions_send_mail_and_from_one_address(roles: dict[str, Any]) -> None:
    sending = {
        name: statement
        for name, role in roles.items()
        for statement in statements(role)
        if any(each.startswith("ses:") for each in listed(statement["Action"]))
    }
    assert set(sending) == {
        "NotifyingVerifierFunctionRole",
        "DailyReportFunctionRole",
        "RemindingFunctionRole",
    }
    for statement in sending.values():
        from_one = {"ses:FromAddress": {"Ref": "SenderAddress"}}
        assert statement["Condition"] == {"StringEquals": from_one}


def test_reports_and_documents_are_written_and_read_where_they_have_to_be(
    roles: dict[str, Any],
) -> None:
    on_objects = {
        name: {each for each in actions(role) if each.startswith("s3:")}
        for name, role in roles.items()
    }
    assert {name: allowed for name, allowed in on_objects.items() if allowed} == {
        "DailyReportFunctionRole": {"s3:PutObject", "s3:AbortMultipartUpload"},
        "DocumentsFunctionRole": {"s3:PutObject", "s3:GetObject"},
        "CertificateTemplateFunctionRole": {"s3:PutObject", "s3:GetObject"},
        "FetchingDocumentsFunctionRole": {"s3:GetObject"},
        "PortalFunctionRole": {"s3:GetObject", "s3:ListBucket"},
    }


def test_users_cannot_say_which_centre_they_are_of(of: Of) -> None:
    clients = of("AWS::Cognito::UserPoolClient").values()
    assert [client["WriteAttributes"] for client in clients] == [["name"], ["name"]]
    (pool,) = of("AWS::Cognito::UserPool").values()
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert {each["Name"] for each in pool["Schema"]} == {"centre_id", "verifier_id"}
    groups = {each["GroupName"] for each in of("AWS::Cognito::UserPoolGroup").values()}
    assert groups == {"centre", "verifier", "awarding-organisation"}
