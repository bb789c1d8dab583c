"""Functions, what they may do, and what invokes them besides the API.

The functions exist on the engine, so that whatever names them finds them; they run in this process.
"""

import base64
import json

from infra.local.creators.site import Creator, Site, pairs
from infra.local.deployment import AsynchronousUse, Function, Schedule, StreamMapping
from infra.local.intrinsics import Made
from infra.local.properties import Properties

# An archive of nothing: the smallest that Lambda takes.
_EMPTY_ZIP = base64.b64decode("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==")


def _role(logical_id: str, p: Properties, site: Site) -> Made:
    iam, name = site.client("iam"), site.name(logical_id)
    arn = iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps(p.take("AssumeRolePolicyDocument")),
        Tags=p.get("Tags", []),
    )["Role"]["Arn"]
    statements = site.deployment.roles.setdefault(arn, [])
    for policy in p.sections("Policies"):
        document = policy.take("PolicyDocument")
        statements.extend(document["Statement"])
        iam.put_role_policy(
            RoleName=name,
            PolicyName=policy.take("PolicyName"),
            # SAM's own policies name no version, which moto minds and AWS does not.
            PolicyDocument=json.dumps({"Version": "2012-10-17"} | document),
        )
    # AWS's own policies, for logs, traces and streams, are not among an engine's.
    p.get("ManagedPolicyArns")
    return Made(name, {"Arn": arn})


def _log_group(logical_id: str, p: Properties, site: Site) -> Made:
    logs, name = site.client("logs"), site.name(logical_id)
    logs.create_log_group(logGroupName=name)
    logs.put_retention_policy(logGroupName=name, retentionInDays=int(p.take("RetentionInDays")))
    region, account = site.deployment.region, site.deployment.account
    return Made(name, {"Arn": f"arn:aws:logs:{region}:{account}:log-group:{name}:*"})


def _function(logical_id: str, p: Properties, site: Site) -> Made:
    name = site.name(logical_id)
    p.take("Code")
    environment = p.section("Environment").take("Variables")
    variables = {key: str(value) for key, value in environment.items()}
    settings = p.some("Architectures", "Description", "Handler", "LoggingConfig", "MemorySize")
    settings |= p.some("Role", "Runtime", "Timeout", "TracingConfig")
    arn = site.client("lambda").create_function(
        FunctionName=name,
        Code={"ZipFile": _EMPTY_ZIP},
        Environment={"Variables": variables},
        Tags=pairs(p.get("Tags", [])),
        **settings,
    )["FunctionArn"]
    site.deployment.functions[logical_id] = Function(
        logical_id=logical_id,
        name=name,
        arn=arn,
        handler=settings["Handler"],
        environment=variables,
        timeout=settings["Timeout"],
        memory=settings["MemorySize"],
        role=settings["Role"],
    )
    return Made(name, {"Arn": arn})


def _permission(logical_id: str, p: Properties, site: Site) -> Made:
    site.client("lambda").add_permission(
        StatementId=logical_id, **p.some("Action", "FunctionName", "Principal", "SourceArn")
    )
    return Made(logical_id)


def _event_invoke_config(logical_id: str, p: Properties, site: Site) -> Made:
    p.expect("Qualifier", ["$LATEST"])
    settings = p.some(
        "DestinationConfig", "FunctionName", "MaximumEventAgeInSeconds", "MaximumRetryAttempts"
    )
    site.client("lambda").put_function_event_invoke_config(**settings)
    function = site.deployment.function_of(settings["FunctionName"])
    on_failure = settings.get("DestinationConfig", {}).get("OnFailure", {})
    site.deployment.asynchronous[function] = AsynchronousUse(
        maximum_retry_attempts=settings.get("MaximumRetryAttempts", 2),
        failure_destination=on_failure.get("Destination"),
    )
    return Made(logical_id)


def _event_source_mapping(logical_id: str, p: Properties, site: Site) -> Made:
    """A record for the dispatcher: moto would call Docker."""
    p.expect("StartingPosition", ["TRIM_HORIZON"])
    # Locally nothing is ever old enough to be given up for its age, and one follows another.
    p.get("MaximumRecordAgeInSeconds")
    p.get("ParallelizationFactor")
    filters = p.section("FilterCriteria").sections("Filters")
    response_types = p.get("FunctionResponseTypes", [])
    if response_types not in ([], ["ReportBatchItemFailures"]):
        raise NotImplementedError(f"{logical_id}.FunctionResponseTypes: {response_types}")
    mapping = StreamMapping(
        logical_id=logical_id,
        function=site.deployment.function_of(p.take("FunctionName")),
        stream=p.take("EventSourceArn"),
        patterns=tuple(json.loads(each.take("Pattern")) for each in filters),
        batch_size=p.take("BatchSize"),
        bisect_on_error=p.get("BisectBatchOnFunctionError", False),
        reports_item_failures=bool(response_types),
        maximum_retry_attempts=p.take("MaximumRetryAttempts"),
        failure_destination=p.section("DestinationConfig").section("OnFailure").take("Destination"),
    )
    site.deployment.streams.append(mapping)
    return Made(logical_id)


def _schedule(logical_id: str, p: Properties, site: Site) -> Made:
    name = site.name(logical_id)
    settings = p.some(
        "Description", "FlexibleTimeWindow", "ScheduleExpression", "ScheduleExpressionTimezone"
    )
    target = p.section("Target").some("Arn", "DeadLetterConfig", "Input", "RetryPolicy", "RoleArn")
    arn = site.client("scheduler").create_schedule(Name=name, Target=target, **settings)[
        "ScheduleArn"
    ]
    site.deployment.schedules[logical_id] = Schedule(
        logical_id=logical_id,
        arn=arn,
        function=site.deployment.function_of(target["Arn"]),
        expression=settings["ScheduleExpression"],
        timezone=settings["ScheduleExpressionTimezone"],
        input=target["Input"],
    )
    return Made(name, {"Arn": arn})


CREATORS: dict[str, Creator] = {
    "AWS::IAM::Role": _role,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::Lambda::Function": _function,
    "AWS::Lambda::Permission": _permission,
    "AWS::Lambda::EventInvokeConfig": _event_invoke_config,
    "AWS::Lambda::EventSourceMapping": _event_source_mapping,
    "AWS::Scheduler::Schedule": _schedule,
}
