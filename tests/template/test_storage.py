"""What is kept stays kept, and private."""

from collections.abc import Callable
from typing import Any

import pytest

Of = Callable[[str], dict[str, Any]]


@pytest.fixture
def table(of: Of) -> dict[str, Any]:
    (found,) = of("AWS::DynamoDB::Table").values()
    properties: dict[str, Any] = found
    return properties


BUCKETS = ["ReportsBucket", "DocumentsBucket"]


@pytest.fixture(params=BUCKETS)
def bucket(of: Of, request: pytest.FixtureRequest) -> dict[str, Any]:
    properties: dict[str, Any] = of("AWS::S3::Bucket")[request.param]
    return properties


def test_these_are_all_the_buckets(of: Of) -> None:
    assert sorted(of("AWS::S3::Bucket")) == sorted(BUCKETS)


@pytest.mark.parametrize(
    "kind", ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"]
)
def test_removing_the_stack_leaves_what_was_recorded(resources: dict[str, Any], kind: str) -> None:
    for resource in [each for each in resources.values() if each["Type"] == kind]:
        assert resource["DeletionPolicy"] == "Retain"
        assert resource["UpdateReplacePolicy"] == "Retain"


def test_the_table_is_protected_and_can_be_brought_back(table: dict[str, Any]) -> None:
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_the_table_streams_new_items_and_forgets_only_what_says_so(table: dict[str, Any]) -> None:
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_the_indexes_are_sparse_and_by_view(table: dict[str, Any]) -> None:
    keys = {
        index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
        for index in table["GlobalSecondaryIndexes"]
    }
    assert keys == {
        "by_centre": ["centre_view", "place"],
        "by_verifier": ["verifier_view", "place"],
        "across_centres": ["organisation_view", "place"],
    }
    named = {key for pair in keys.values() for key in pair} | {"pk", "sk"}
    assert {each["AttributeName"] for each in table["AttributeDefinitions"]} == named


def test_the_bucket_is_private_versioned_and_encrypted(bucket: dict[str, Any]) -> None:
    block = bucket["PublicAccessBlockConfiguration"]
    assert list(block.values()) == [True] * 4
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_only_superseded_reports_and_abandoned_uploads_expire(of: Of) -> None:
    expiries = {
        name: {
            key
            for rule in bucket["LifecycleConfiguration"]["Rules"]
            for key in rule
            if "xpiration" in key or "Abort" in key
        }
        for name, bucket in of("AWS::S3::Bucket").items()
    }
    assert expiries == {
        "ReportsBucket": {"NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"},
        "DocumentsBucket": {"AbortIncompleteMultipartUpload"},
    }


@pytest.mark.parametrize("name", BUCKETS)
def test_the_bucket_is_reached_over_tls_only(of: Of, name: str) -> None:
    policies = of("AWS::S3::BucketPolicy").values()
    (policy,) = [each for each in policies if each["Bucket"] == {"Ref": name}]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Principal"] == "*"
    assert statement["Action"] == "s3:*"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == [
        {"Fn::GetAtt": [name, "Arn"]},
        {"Fn::Sub": "${" + name + ".Arn}/*"},
    ]


def test_what_could_not_be_delivered_is_kept_for_two_weeks(of: Of) -> None:
    for queue in of("AWS::SQS::Queue").values():
        assert queue["MessageRetentionPeriod"] == 14 * 24 * 60 * 60
        assert queue["SqsManagedSseEnabled"] is True


def test_the_user_pool_is_protected_and_asks_for_long_passwords(of: Of) -> None:
    (pool,) = of("AWS::Cognito::UserPool").values()
    assert pool["DeletionProtection"] == "ACTIVE"
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
