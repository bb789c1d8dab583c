"""Processor time of a request to a warm function, against the same job as commonly written; AWS's answers are canned.

Both handlers get API Gateway's event and give its answer; between lie their own work and botocore's building, signing
and parsing. They take turns, and each one's best turn counts: other programs only ever add.
"""

import importlib
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore import xform_name

from infra.bench.canned import Player, Tape
from infra.bench.rows import Row
from infra.bench.sample import Event, Sample
from infra.bench.surroundings import surroundings, tell
from infra.bench.transitions import bench, conventional, handler_of, walk

PART = "Processor time of a warm request, from API Gateway's event to the answer (AWS's answers canned)"
GOAL = 0.3


@dataclass
class Job:
    """Something to do again and again, with AWS's answers to it."""

    act: Callable[[], Any]
    tape: Tape = field(default_factory=Tape)


def job_of(folder: str | None, event: Event) -> Job:
    """One request to the function in `folder`, or to the conventional ones."""

    def act() -> Any:
        if folder is None:
            usual = conventional()
            return usual.handler(event, usual.Context())
        return handler_of(folder)(event, None)

    return Job(act)


def calls_alone(job: Job) -> Job:
    """The calls of AWS that a recorded job makes, and nothing else."""
    calls = [(xform_name(operation), params) for operation, params in job.tape.calls]

    def act() -> None:
        client = importlib.import_module("shared.runtime.wiring").table().client
        for operation, params in calls:
            getattr(client, operation)(**params)

    return Job(act, Tape(answers=job.tape.answers))


def submitting(sample: Sample, folder: str | None) -> Job:
    """Submitting the sample's results, recorded."""
    with bench() as on:
        conventional().prepare(sample, lambda event: on.call("registering", event))
        return _recorded(job_of(folder, sample.submitting()))


def confirming(sample: Sample, folder: str | None) -> Job:
    """Confirming the sample's receipt, recorded."""
    with bench() as on:
        for step, _ in walk(on, sample):
            if step == "dispatch":
                break
        return _recorded(job_of(folder, sample.confirming()))


def _recorded(job: Job) -> Job:
    _forget_clients()
    job.tape.record()
    answer = job.act()
    if answer["statusCode"] >= 400:
        raise RuntimeError(f"refused: {answer}")
    return job


def _forget_clients() -> None:
    importlib.import_module("shared.runtime.wiring").forget()
    conventional().table.cache_clear()


def measure(learners: int = 30, units: int = 6, seconds: float = 8.0) -> Iterator[Row]:
    """A row for submitting and one for confirming, about `seconds` each."""
    sample = Sample(learners, units)
    made: dict[str, tuple[Callable[[Sample, str | None], Job], str]] = {
        f"submit {learners} × {units}": (submitting, "submitting_results"),
        "confirm a receipt": (confirming, "confirming_receipt"),
    }
    for name, (make, folder) in made.items():
        tell(f"warm requests: {name}")
        ours, usual = make(sample, folder), make(sample, None)
        spent = compare([ours, usual, calls_alone(ours)], seconds)
        figures = {"× commonly written": spent[0] / spent[1]}
        alone = f"{len(ours.tape.answers)} calls of AWS, alone {spent[2] / spent[1]:.2f} ×"
        notes = (f"{alone} (as commonly written: {len(usual.tape.answers)} calls)",)
        yield Row(PART, name, figures, {"× commonly written": GOAL}, notes)


def compare(jobs: list[Job], seconds: float) -> list[float]:
    """Each job's processor time for one request, in seconds: the best of the turns they take."""
    with surroundings():
        player = Player()
        _forget_clients()
        try:
            best = [math.inf] * len(jobs)
            end = time.monotonic() + seconds
            for turn in range(1_000_000):
                for i, job in enumerate(jobs):
                    spent = _turn(player, job, 1 if turn == 0 else max(1, round(0.1 / best[i])))
                    best[i] = min(best[i], spent)
                if time.monotonic() > end:
                    break
        finally:
            _forget_clients()
            boto3.DEFAULT_SESSION = None
    return best


def _turn(player: Player, job: Job, requests: int) -> float:
    player.tape = job.tape
    job.tape.rewind()
    job.act()
    began = time.process_time()
    for _ in range(requests):
        job.act()
    return (time.process_time() - began) / requests
