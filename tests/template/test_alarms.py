"""Nothing fails unheard: failures go somewhere, someone is told, and can read what to do."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Of = Callable[[str], dict[str, Any]]

RUNBOOK = Path(__file__).resolve().parents[2] / "infra" / "runbook.md"


@pytest.fixture
def alarms(of: Of) -> dict[str, Any]:
    return of("AWS::CloudWatch::Alarm")


def target(value: dict[str, Any]) -> str:
    """The logical id that a Ref or Fn::GetAtt names."""
    (argument,) = value.values()
    return argument if isinstance(argument, str) else argument[0]


def failure_destinations(of: Of) -> dict[str, str]:
    """Each stream mapping, asynchronous function and schedule, with where its failures go."""
    sources = {
        **of("AWS::Lambda::EventSourceMapping"),
        **of("AWS::Lambda::EventInvokeConfig"),
    }
    found = {
        name: target(each["DestinationConfig"]["OnFailure"]["Destination"])
        for name, each in sources.items()
    }
    for name, schedule in of("AWS::Scheduler::Schedule").items():
        found[name] = target(schedule["Target"]["DeadLetterConfig"]["Arn"])
    return found


def test_every_function_that_is_not_called_by_the_api_has_a_failure_destination(
    of: Of,
) -> None:
    configured = {
        target(each["FunctionName"])
        for kind in ("AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig")
        for each in of(kind).values()
    }
    called = {target(each["FunctionName"]) for each in of("AWS::Lambda::Permission").values()}
    scheduled = {target(each["Target"]["Arn"]) for each in of("AWS::Scheduler::Schedule").values()}
    assert configured == set(of("AWS::Lambda::Function")) - called
    assert scheduled <= configured


def test_every_queue_is_a_failure_destination_and_its_depth_raises_an_alarm(
    of: Of, alarms: dict[str, Any]
) -> None:
    watched = {
        target(dimension["Value"])
        for alarm in alarms.values()
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
        for dimension in alarm["Dimensions"]
    }
    assert watched == set(failure_destinations(of).values()) == set(of("AWS::SQS::Queue"))


def test_errors_of_every_function_without_a_caller_raise_an_alarm(
    of: Of, alarms: dict[str, Any]
) -> None:
    watched = {
        target(dimension["Value"])
        for alarm in alarms.values()
        if (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Errors")
        for dimension in alarm["Dimensions"]
    }
    called = {target(each["FunctionName"]) for each in of("AWS::Lambda::Permission").values()}
    assert watched == set(of("AWS::Lambda::Function")) - called


HEARTBEATS = {"DailyReportMissingAlarm": "daily_report", "RemindersMissingAlarm": "reminding"}


def test_every_scheduled_function_has_a_heartbeat(of: Of) -> None:
    schedules = of("AWS::Scheduler::Schedule").values()
    scheduled = [target(each["Target"]["Arn"]) for each in schedules]
    functions = of("AWS::Lambda::Function")
    folders = {functions[each]["Handler"].split(".")[1] for each in scheduled}
    assert len(folders) == len(scheduled)
    assert folders == set(HEARTBEATS.values())


@pytest.mark.parametrize(("name", "service"), HEARTBEATS.items())
def test_the_absence_of_a_daily_job_raises_the_alarm(
    alarms: dict[str, Any], name: str, service: str
) -> None:
    heartbeat = alarms[name]
    assert (heartbeat["Namespace"], heartbeat["MetricName"]) == ("PostCertification", "JobFinished")
    assert heartbeat["Dimensions"] == [{"Name": "service", "Value": service}]
    assert heartbeat["TreatMissingData"] == "breaching"
    assert heartbeat["ComparisonOperator"] == "LessThanThreshold"
    hours = heartbeat["EvaluationPeriods"] * heartbeat["Period"] / 3600
    # A day of 25 hours, when the clocks go back, is no missed report; two days are.
    assert 25 < hours < 48
    assert heartbeat["DatapointsToAlarm"] == heartbeat["EvaluationPeriods"]


def test_every_alarm_tells_someone_when_it_begins_and_when_it_ends(
    of: Of, alarms: dict[str, Any]
) -> None:
    (topic,) = of("AWS::SNS::Topic")
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": topic}]
    assert of("AWS::SNS::Topic")[topic]["Subscription"]


def test_silence_is_an_alarm_for_the_heartbeats_only(alarms: dict[str, Any]) -> None:
    for name, alarm in alarms.items():
        silent = "breaching" if name in HEARTBEATS else "notBreaching"
        assert alarm["TreatMissingData"] == silent


def test_every_alarm_has_its_section_in_the_runbook_and_every_section_its_alarm(
    alarms: dict[str, Any],
) -> None:
    sections = re.findall(r"^## (\w+Alarm)$", RUNBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(sections) == sorted(alarms)
    for name, alarm in alarms.items():
        assert alarm["AlarmDescription"].endswith(f"See infra/runbook.md, {name}.")


def test_every_queue_is_in_the_runbook(of: Of) -> None:
    text = RUNBOOK.read_text(encoding="utf-8")
    for queue in of("AWS::SQS::Queue"):
        assert f"`{queue}`" in text


def test_daily_jobs_are_due_at_the_same_london_hour_all_year_and_the_report_comes_last(
    of: Of,
) -> None:
    due = {}
    for schedule in of("AWS::Scheduler::Schedule").values():
        assert schedule["ScheduleExpressionTimezone"] == "Europe/London"
        minute, hour, *_ = schedule["ScheduleExpression"].removeprefix("cron(").split()
        due[target(schedule["Target"]["Arn"])] = (minute, hour)
    # The clocks change between one and two: what is due then falls away or comes twice.
    assert due == {"RemindingFunction": ("0", "5"), "DailyReportFunction": ("0", "6")}


def test_what_follows_from_the_stream_is_tried_again_and_alone(of: Of) -> None:
    mappings = of("AWS::Lambda::EventSourceMapping")
    assert len(mappings) == 2
    for mapping in mappings.values():
        assert mapping["BatchSize"] == 1
        assert mapping["MaximumRetryAttempts"] == 5
        assert mapping["MaximumRecordAgeInSeconds"] == 24 * 60 * 60
        assert mapping["BisectBatchOnFunctionError"] is True
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
