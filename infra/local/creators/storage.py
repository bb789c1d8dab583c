"""The table, the bucket and the queues."""

from typing import Any

from infra.local.creators.site import Creator, Site, pairs
from infra.local.intrinsics import Made
from infra.local.properties import Properties


def _table(logical_id: str, p: Properties, site: Site) -> Made:
    dynamodb, name = site.client("dynamodb"), site.name(logical_id)
    encryption = p.section("SSESpecification").some("SSEEnabled")
    stream = p.section("StreamSpecification").some("StreamViewType")
    if stream:
        stream["StreamEnabled"] = True
    table = dynamodb.create_table(
        TableName=name,
        **({"StreamSpecification": stream} if stream else {}),
        **({"SSESpecification": {"Enabled": encryption["SSEEnabled"]}} if encryption else {}),
        **p.some(
            "AttributeDefinitions",
            "BillingMode",
            "DeletionProtectionEnabled",
            "GlobalSecondaryIndexes",
            "KeySchema",
            "Tags",
        ),
    )["TableDescription"]
    if lifetime := p.get("TimeToLiveSpecification"):
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=lifetime)
    if recovery := p.get("PointInTimeRecoverySpecification"):
        dynamodb.update_continuous_backups(
            TableName=name, PointInTimeRecoverySpecification=recovery
        )
    return Made(name, {"Arn": table["TableArn"], "StreamArn": table.get("LatestStreamArn", "")})


def _bucket(logical_id: str, p: Properties, site: Site) -> Made:
    # No two accounts have buckets of the same name.
    s3, name = site.client("s3"), f"{site.name(logical_id)}-{site.deployment.account}".lower()
    s3.create_bucket(
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": site.deployment.region},
    )
    encryption = p.section("BucketEncryption").sections("ServerSideEncryptionConfiguration")
    if encryption:
        # CloudFormation and S3 disagree on what the default is called.
        defaults = [each.take("ServerSideEncryptionByDefault") for each in encryption]
        rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": each} for each in defaults]}
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=rules)
    if ownership := p.get("OwnershipControls"):
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=ownership)
    if block := p.get("PublicAccessBlockConfiguration"):
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
    if versioning := p.get("VersioningConfiguration"):
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
    if lifecycle := p.section("LifecycleConfiguration").sections("Rules"):
        s3.put_bucket_lifecycle_configuration(
            Bucket=name, LifecycleConfiguration={"Rules": [_lifecycle(rule) for rule in lifecycle]}
        )
    if tags := p.get("Tags"):
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    return Made(name, {"Arn": f"arn:aws:s3:::{name}"})


def _lifecycle(rule: Properties) -> dict[str, Any]:
    # CloudFormation spells the rule's name Id and lets the filter be left out.
    return {
        "ID": rule.take("Id"),
        "Filter": {"Prefix": rule.get("Prefix", "")},
        **rule.some("Status", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"),
    }


def _bucket_policy(logical_id: str, p: Properties, site: Site) -> Made:
    """A record: moto honours a bucket's policy without its conditions, and would refuse all."""
    site.deployment.bucket_policies[p.take("Bucket")] = p.take("PolicyDocument")
    return Made(site.name(logical_id))


def _queue(logical_id: str, p: Properties, site: Site) -> Made:
    sqs, name = site.client("sqs"), site.name(logical_id)
    settings = p.some("MessageRetentionPeriod", "SqsManagedSseEnabled", "VisibilityTimeout")
    url = sqs.create_queue(
        QueueName=name,
        Attributes={key: str(value).lower() for key, value in settings.items()},
        tags=pairs(p.get("Tags", [])),
    )["QueueUrl"]
    region, account = site.deployment.region, site.deployment.account
    return Made(url, {"Arn": f"arn:aws:sqs:{region}:{account}:{name}", "QueueName": name})


CREATORS: dict[str, Creator] = {
    "AWS::DynamoDB::Table": _table,
    "AWS::S3::Bucket": _bucket,
    "AWS::S3::BucketPolicy": _bucket_policy,
    "AWS::SQS::Queue": _queue,
}
