"""What the deployer does not know it refuses: nothing of the template is quietly left out."""

from graphlib import CycleError
from typing import Any

import pytest

from infra.local.creators.site import Site
from infra.local.deployer import UnknownType, deploy, in_order
from infra.local.deployment import Deployment
from infra.local.engine import engine, new_account
from infra.local.intrinsics import Made, Resolver, UnknownIntrinsic, mentioned
from infra.local.parameters import BadParameter, settle_parameters
from infra.local.properties import Properties, UnreadProperty


def deployed(resources: dict[str, Any], **sections: Any) -> Deployment:
    template = {"Resources": resources, **sections}
    nowhere, account = "http://127.0.0.1:1", new_account()
    try:
        return deploy(
            template, engine_url=engine().url, account=account, api_url=nowhere, parameters={}
        )
    finally:
        engine().forget(account)


QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": 60}}


def test_a_known_type_is_made_for_real() -> None:
    deployment = deployed({"Queue": QUEUE})
    account, made = deployment.account, deployment.resources["Queue"]
    assert made.attributes["Arn"] == f"arn:aws:sqs:eu-west-2:{account}:post-certification-Queue"
    assert made.ref.endswith(f"/{account}/post-certification-Queue")


def test_an_unknown_type_raises() -> None:
    with pytest.raises(UnknownType, match=r"Parcel: .* AWS::Post::Parcel"):
        deployed({"Parcel": {"Type": "AWS::Post::Parcel"}})


def test_an_unknown_property_raises() -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"FifoQueue": True}}
    with pytest.raises(UnreadProperty, match=r"Queue .*: nothing reads FifoQueue"):
        deployed({"Queue": queue})


def test_an_unknown_property_of_a_section_raises() -> None:
    rule = {"Id": "old", "Status": "Enabled", "ExpirationInDays": 1}
    bucket = {
        "Type": "AWS::S3::Bucket",
        "Properties": {"LifecycleConfiguration": {"Rules": [rule]}},
    }
    with pytest.raises(
        UnreadProperty, match=r"LifecycleConfiguration.Rules\[0\]: .*ExpirationInDays"
    ):
        deployed({"Bucket": bucket})


def test_an_unknown_attribute_of_a_resource_raises() -> None:
    with pytest.raises(UnreadProperty, match="CreationPolicy"):
        deployed({"Queue": {**QUEUE, "CreationPolicy": {}}})


def test_an_unknown_section_of_the_template_raises() -> None:
    with pytest.raises(UnreadProperty, match="Mappings"):
        deployed({"Queue": QUEUE}, Mappings={})


def test_what_an_aws_call_does_not_know_raises() -> None:
    table = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [
                {"AttributeName": "pk", "AttributeType": "S", "Colour": "red"}
            ],
            "BillingMode": "PAY_PER_REQUEST",
        },
    }
    with pytest.raises(Exception, match="Colour"):
        deployed({"Table": table})


def test_a_property_with_another_value_than_is_honoured_raises() -> None:
    p = Properties({"StageName": "v1"}, "Stage")
    with pytest.raises(UnreadProperty, match="'v1' has no local meaning"):
        p.expect("StageName", ["$default"])


def test_an_unknown_intrinsic_raises_wherever_it_stands() -> None:
    for value in ({"Fn::ImportValue": "x"}, [{"Fn::Base64": "x"}], {"a": {"Fn::FindInMap": []}}):
        with pytest.raises(UnknownIntrinsic, match="no local meaning of Fn::"):
            Resolver({}, {}).resolve(value)


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Nothing"},
        {"Fn::GetAtt": ["Queue", "Colour"]},
        {"Fn::GetAtt": "Nothing.Arn"},
        {"Fn::Sub": "${Nothing}"},
        {"Fn::Sub": "${Queue.Colour}"},
        {"Condition": "Nothing"},
        {"Fn::If": ["Nothing", 1, 2]},
    ],
)
def test_a_name_that_nothing_bears_raises(value: Any) -> None:
    resolver = Resolver({}, {}, {"Queue": Made("url", {"Arn": "arn"})})
    with pytest.raises(UnknownIntrinsic):
        resolver.resolve(value)


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ({"Ref": "Name"}, "name"),
        ({"Ref": "Queue"}, "url"),
        ({"Fn::GetAtt": ["Queue", "Arn"]}, "arn"),
        ({"Fn::GetAtt": "Queue.Arn"}, "arn"),
        ({"Fn::Sub": "${Name}-${Queue}-${Queue.Arn}-${!literal}"}, "name-url-arn-${literal}"),
        ({"Fn::Sub": ["${one}${Name}", {"one": {"Ref": "Queue"}}]}, "urlname"),
        ({"Fn::Join": ["/", ["a", {"Ref": "Name"}]]}, "a/name"),
        ({"Fn::Select": [1, {"Fn::Split": [",", "a,b"]}]}, "b"),
        ({"Fn::If": ["Yes", {"Ref": "Name"}, {"Ref": "Nothing"}]}, "name"),
        ({"Fn::If": ["No", 1, [{"Fn::If": ["No", 1, 2]}]]}, [2]),
        ({"a": {"Ref": "AWS::NoValue"}, "b": [1, {"Ref": "AWS::NoValue"}]}, {"b": [1]}),
        ({"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]}, False),
        ({"Fn::Or": [{"Condition": "Yes"}, {"Condition": "No"}]}, True),
        (
            {"Effect": "Allow", "Condition": {"Bool": {}}},
            {"Effect": "Allow", "Condition": {"Bool": {}}},
        ),
        ({"Condition": {"Bool": {"a": "b"}}}, {"Condition": {"Bool": {"a": "b"}}}),
        ("plain", "plain"),
    ],
)
def test_intrinsics_resolve_as_cloudformations_do(value: Any, resolved: Any) -> None:
    conditions = {
        "Yes": {"Fn::Equals": [{"Ref": "Number"}, 10]},
        "No": {"Fn::Not": [{"Condition": "Yes"}]},
    }
    made = {"Queue": Made("url", {"Arn": "arn"})}
    resolver = Resolver({"Name": "name", "Number": "10"}, conditions, made)
    assert resolver.resolve(value) == resolved


def test_resources_are_made_after_what_they_refer_to() -> None:
    resources = {
        "First": {"Properties": {"a": [{"Fn::Sub": "${Second.Arn}"}], "b": {"Ref": "AWS::Region"}}},
        "Second": {"Properties": {"a": {"Fn::GetAtt": ["Third", "Arn"]}}},
        "Third": {"DependsOn": "Fourth"},
        "Fourth": {"DependsOn": []},
    }
    assert in_order(resources) == ["Fourth", "Third", "Second", "First"]


def test_resources_that_refer_to_one_another_in_a_circle_raise() -> None:
    circle = {"A": {"Properties": {"a": {"Ref": "B"}}}, "B": {"Properties": {"a": {"Ref": "A"}}}}
    with pytest.raises(CycleError):
        in_order(circle)


def test_names_are_found_wherever_they_are_mentioned() -> None:
    value = {
        "a": [
            {"Fn::If": ["C", {"Ref": "One"}, {"Fn::Sub": ["${x}${Two}", {"x": {"Ref": "Three"}}]}]}
        ]
    }
    assert sorted(mentioned(value)) == ["One", "Three", "Two"]


def test_what_a_condition_excludes_is_not_made() -> None:
    resources = {"Queue": {**QUEUE, "Condition": "No"}}
    made = deployed(resources, Conditions={"No": {"Fn::Equals": ["a", "b"]}})
    assert made.resources == {}


DECLARED = {
    "Days": {"Type": "Number", "MinValue": 1, "MaxValue": 60, "Default": 10},
    "From": {"Type": "String", "AllowedValues": ["dispatch", "delivery"], "Default": "dispatch"},
    "Name": {"Type": "String", "MinLength": 2, "MaxLength": 5, "AllowedPattern": "[a-z]+"},
}


def test_parameters_are_given_or_their_defaults() -> None:
    settled = settle_parameters(DECLARED, {"Name": "abc", "Days": "5"})
    assert settled == {"Days": "5", "From": "dispatch", "Name": "abc"}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, "Name is needed"),
        ({"Name": "abc", "Nome": "x"}, "no parameter Nome"),
        ({"Name": "ABC"}, "does not match"),
        ({"Name": "a"}, "2 to 5 characters"),
        ({"Name": "abcdef"}, "2 to 5 characters"),
        ({"Name": "abc", "From": "birth"}, "is none of"),
        ({"Name": "abc", "Days": "0"}, "a number from 1 to 60"),
        ({"Name": "abc", "Days": "61"}, "a number from 1 to 60"),
        ({"Name": "abc", "Days": "ten"}, "a number from 1 to 60"),
    ],
)
def test_parameters_outside_their_constraints_are_refused(
    given: dict[str, str], fault: str
) -> None:
    with pytest.raises(BadParameter, match=fault):
        settle_parameters(DECLARED, given)


def test_unknown_constraints_raise() -> None:
    with pytest.raises(UnreadProperty, match="NoEcho"):
        settle_parameters({"Name": {"Type": "String", "Default": "a", "NoEcho": True}}, {})


def test_a_site_names_what_the_template_leaves_unnamed() -> None:
    site = Site("http://127.0.0.1:1", "http://127.0.0.1:2", "stack", Deployment("1", "eu-west-2"))
    assert site.name("Table") == "stack-Table"
