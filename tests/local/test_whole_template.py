"""template.yaml itself, deployed: what it says is what the engine then has."""

import os
import subprocess
import sys

import httpx
import pytest

from infra.local.invoking import Disagreement, shared_environment
from infra.local.parameters import BadParameter
from infra.local.stack import Stack, local_stack


def test_the_table_has_its_settings(whole: Stack) -> None:
    dynamodb, name = whole.client("dynamodb"), whole.deployment.outputs["TableName"]
    table = dynamodb.describe_table(TableName=name)["Table"]
    assert table["DeletionProtectionEnabled"] is True
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert len(table["GlobalSecondaryIndexes"]) == 3
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert ttl == {"AttributeName": "expires_at", "TimeToLiveStatus": "ENABLED"}
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = backups["PointInTimeRecoveryDescription"]
    assert recovery["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_bucket_has_its_settings(whole: Stack) -> None:
    s3, name = whole.client("s3"), whole.deployment.outputs["ReportsBucketName"]
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    assert all(block.values())
    assert len(s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]) == 2
    assert whole.deployment.bucket_policies[name]["Statement"][0]["Effect"] == "Deny"


def test_everything_else_exists(whole: Stack) -> None:
    of = whole.deployment.of_type
    functions = whole.client("lambda").list_functions()["Functions"]
    assert len(functions) == len(of("AWS::Lambda::Function")) == 24
    alarms = whole.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert len(alarms) == len(of("AWS::CloudWatch::Alarm"))
    groups = whole.client("logs").describe_log_groups()["logGroups"]
    assert all(group["retentionInDays"] == 90 for group in groups)
    assert len(groups) == len(of("AWS::Logs::LogGroup"))
    assert len(whole.client("scheduler").list_schedules()["Schedules"]) == 2
    assert len(whole.client("sqs").list_queues()["QueueUrls"]) == 4
    roles = whole.client("iam").list_roles()["Roles"]
    assert len(roles) == len(of("AWS::IAM::Role"))
    (topic,) = whole.deployment.refs("AWS::SNS::Topic")
    subscriptions = whole.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert [each["Endpoint"] for each in subscriptions] == ["operations@awards.example"]


def test_people_sign_in_to_pages_by_a_client_of_their_own(whole: Stack) -> None:
    cognito, pool = whole.client("cognito-idp"), whole.deployment.outputs["UserPoolId"]
    client_id = whole.deployment.resources["PagesClient"].ref
    client = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=client_id)
    made = client["UserPoolClient"]
    assert "ClientSecret" not in made
    assert made["AllowedOAuthFlows"] == ["code"]
    assert made["CallbackURLs"] == [f"{whole.url}/portal/signed-in"]
    assert made["LogoutURLs"] == [f"{whole.url}/portal/signed-out"]
    (prefix,) = whole.deployment.sign_in_domains
    assert prefix == f"post-certification-{whole.deployment.account}"
    domain = cognito.describe_user_pool_domain(Domain=prefix)["DomainDescription"]
    assert domain["UserPoolId"] == pool


def test_the_stage_tells_the_portal_who_signs_people_in(whole: Stack) -> None:
    variables = whole.deployment.stage_variables
    assert variables["pagesClientId"] == whole.deployment.resources["PagesClient"].ref
    assert variables["signInUrl"] == f"{whole.url}/local/identity"


def test_a_portal_elsewhere_is_called_back_there_too() -> None:
    settings = {"PortalUrl": "https://portal.example/awards", "SignInPrefix": "example-awards"}
    with local_stack(parameters=settings) as stack:
        (client,) = stack.deployment.pages_clients
        assert client.callback_urls == (
            f"{stack.url}/portal/signed-in",
            "https://portal.example/awards/portal/signed-in",
        )
        assert client.logout_urls[1] == "https://portal.example/awards/portal/signed-out"
        assert stack.deployment.sign_in_domains == ["example-awards"]
        assert stack.deployment.stage_variables["signInUrl"] == f"{stack.url}/local/identity"


@pytest.mark.parametrize(
    "prefix", ["my-aws", "xamazony", "cognito", "-a", "a-", "A", "a.b", "a" * 64]
)
def test_a_prefix_that_cognito_refuses_is_refused_first(prefix: str) -> None:
    with (
        pytest.raises(BadParameter, match="SignInPrefix"),
        local_stack(parameters={"SignInPrefix": prefix}),
    ):
        pass


def test_links_lead_to_the_local_gateway(whole: Stack) -> None:
    assert whole.deployment.outputs["ApiUrl"] == whole.url
    whole.invoker.take_over()
    assert os.environ["PORTAL_URL"] == whole.url


def test_it_answers(whole: Stack) -> None:
    assert httpx.get(f"{whole.url}/health").status_code == 200
    assert httpx.get(f"{whole.url}/course-runs").status_code == 401
    token = whole.sign_in("awarding-organisation")
    answer = httpx.get(f"{whole.url}/course-runs", headers={"authorization": f"Bearer {token}"})
    assert answer.json() == {"items": [], "next_cursor": None}


def test_stacks_stand_beside_each_other(whole: Stack) -> None:
    register = {"name": "Vera Okafor", "email": "vera@quality.example"}

    def known(stack: Stack) -> int:
        """Registers the verifier with a stack's own service; answers how many items it has."""
        header = {"authorization": f"Bearer {stack.sign_in('awarding-organisation')}"}
        answer = httpx.put(f"{stack.url}/verifiers/beside", json=register, headers=header)
        assert answer.status_code == 200
        table = stack.client("dynamodb").scan(TableName=stack.deployment.outputs["TableName"])
        return int(table["Count"])

    before = known(whole)
    with local_stack(parameters={"AwardingOrganisationName": "Another"}) as other:
        assert known(other) == 1
        assert os.environ["AO_NAME"] == "Another"
        assert known(whole) == before
        assert os.environ["AO_NAME"] == "Example Awards"
        assert known(other) == 1


ALONE = """
import os
from infra.local.stack import local_stack

before = dict(os.environ)
with local_stack() as stack:
    assert os.environ["TABLE_NAME"]
assert dict(os.environ) == before, set(os.environ.items()) ^ set(before.items())
print(stack.url)
"""


def test_a_stack_leaves_no_trace_in_the_environment() -> None:
    # In a process of its own: here other stacks may be running.
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    with pytest.raises(httpx.ConnectError):
        httpx.get(ran.stdout.strip())


def test_functions_that_disagree_on_a_variable_cannot_share_a_process(whole: Stack) -> None:
    from dataclasses import replace

    tracking = whole.deployment.functions["TrackingFunction"]
    other = replace(tracking, environment={**tracking.environment, "TABLE_NAME": "another"})
    with pytest.raises(Disagreement, match="TABLE_NAME"):
        shared_environment([tracking, other])
    named = replace(tracking, environment={**tracking.environment, "POWERTOOLS_SERVICE_NAME": "x"})
    shared_environment([tracking, named])
