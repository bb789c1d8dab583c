"""Alarms and whom they tell."""

from infra.local.creators.site import Creator, Site
from infra.local.intrinsics import Made
from infra.local.properties import Properties


def _topic(logical_id: str, p: Properties, site: Site) -> Made:
    sns, name = site.client("sns"), site.name(logical_id)
    arn = sns.create_topic(Name=name, Attributes=p.some("DisplayName"), Tags=p.get("Tags", []))[
        "TopicArn"
    ]
    for subscription in p.sections("Subscription"):
        sns.subscribe(TopicArn=arn, **subscription.some("Endpoint", "Protocol"))
    return Made(arn, {"TopicArn": arn, "TopicName": name})


def _alarm(logical_id: str, p: Properties, site: Site) -> Made:
    name = site.name(logical_id)
    site.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        **p.some(
            "AlarmActions",
            "AlarmDescription",
            "ComparisonOperator",
            "DatapointsToAlarm",
            "Dimensions",
            "EvaluationPeriods",
            "MetricName",
            "Namespace",
            "OKActions",
            "Period",
            "Statistic",
            "Threshold",
            "TreatMissingData",
        ),
    )
    return Made(name)


CREATORS: dict[str, Creator] = {
    "AWS::SNS::Topic": _topic,
    "AWS::CloudWatch::Alarm": _alarm,
}
