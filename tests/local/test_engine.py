"""moto on its port: AWS's protocols, one request at a time, and transactions that undo what they did."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.engine import MailNotAvailable, RemoteEngine, client, engine, new_account

KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}


@pytest.fixture
def account() -> Iterator[str]:
    number = new_account()
    yield number
    engine().forget(number)


@pytest.fixture
def dynamodb(account: str) -> Any:
    made = client("dynamodb", engine().url, account)
    made.create_table(
        TableName="table",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    made.put_item(TableName="table", Item=KEY | {"n": {"N": "1"}})
    return made


def items(dynamodb: Any) -> dict[str, str]:
    scanned = dynamodb.scan(TableName="table")["Items"]
    return {f"{each['pk']['S']}{each['sk']['S']}": each["n"]["N"] for each in scanned}


def records(dynamodb: Any, account: str) -> list[str]:
    streams = client("dynamodbstreams", engine().url, account)
    arn = dynamodb.describe_table(TableName="table")["Table"]["LatestStreamArn"]
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    found = streams.get_records(ShardIterator=iterator)["Records"]
    return [each["dynamodb"]["NewImage"]["n"]["N"] for each in found]


def transact(dynamodb: Any, condition: str) -> None:
    """Updates one item, replaces it not at all, and writes two others, if the condition holds."""
    update = {
        "TableName": "table",
        "Key": KEY,
        "UpdateExpression": "SET n = n + :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    put = {"TableName": "table", "Item": {"pk": {"S": "a"}, "sk": {"S": "2"}, "n": {"N": "7"}}}
    last = {"TableName": "table", "Item": {"pk": {"S": "b"}, "sk": {"S": "1"}, "n": {"N": "8"}}}
    last["ConditionExpression"] = condition
    dynamodb.transact_write_items(TransactItems=[{"Update": update}, {"Put": put}, {"Put": last}])


def test_a_transaction_that_goes_through_changes_all(dynamodb: Any, account: str) -> None:
    transact(dynamodb, "attribute_not_exists(pk)")
    assert items(dynamodb) == {"a1": "2", "a2": "7", "b1": "8"}
    assert records(dynamodb, account) == ["1", "2", "7", "8"]


def test_a_transaction_that_is_cancelled_changes_nothing(dynamodb: Any, account: str) -> None:
    for _ in range(2):
        with pytest.raises(ClientError) as refused:
            transact(dynamodb, "attribute_exists(pk)")
        reasons = [each["Code"] for each in refused.value.response["CancellationReasons"]]
        assert reasons == ["None", "None", "ConditionalCheckFailed"]
        assert items(dynamodb) == {"a1": "1"}
        assert records(dynamodb, account) == ["1"]
    transact(dynamodb, "attribute_not_exists(pk)")
    assert records(dynamodb, account) == ["1", "2", "7", "8"]


def test_of_transactions_at_once_one_wins(dynamodb: Any) -> None:
    def claim(n: int) -> bool:
        put = {
            "TableName": "table",
            "Item": {"pk": {"S": "x"}, "sk": {"S": "1"}, "n": {"N": str(n)}},
        }
        put["ConditionExpression"] = "attribute_not_exists(pk)"
        try:
            dynamodb.transact_write_items(TransactItems=[{"Put": put}])
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(claim, range(40))) == 1


def test_accounts_do_not_see_each_other(dynamodb: Any) -> None:
    another = client("dynamodb", engine().url, new_account())
    assert dynamodb.list_tables()["TableNames"] == ["table"]
    assert another.list_tables()["TableNames"] == []


def test_a_forgotten_account_is_empty(dynamodb: Any, account: str) -> None:
    engine().forget(account)
    assert dynamodb.list_tables()["TableNames"] == []


def test_large_objects_arrive_whole(account: str) -> None:
    s3, body = client("s3", engine().url, account), bytes(range(256)) * 20_000
    region = {"LocationConstraint": "eu-west-2"}
    s3.create_bucket(Bucket=f"bucket-{account}", CreateBucketConfiguration=region)
    s3.put_object(Bucket=f"bucket-{account}", Key="a/b é.bin", Body=body)
    assert s3.head_object(Bucket=f"bucket-{account}", Key="a/b é.bin")["ContentLength"] == len(body)
    found = s3.get_object(Bucket=f"bucket-{account}", Key="a/b é.bin")["Body"]
    with found:
        assert found.read() == body


def test_what_another_engine_sent_cannot_be_read() -> None:
    with pytest.raises(MailNotAvailable, match="http://elsewhere"):
        RemoteEngine("http://elsewhere").sent_mail("123456789012")
