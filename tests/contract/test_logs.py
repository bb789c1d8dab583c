"""What a whole journey leaves in the logs: routes and statuses, and nothing that names people or opens anything."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from infra.openapi.examples import EXAMPLES
from shared.domain.course_run import CourseRunDetails
from shared.domain.people import CentreDetails, VerifierDetails
from shared.domain.queries import NewQuery
from shared.domain.receipts import NewReceipt
from tests.contract.world import World


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """What all loggers write until the end: each has a stream of its own since it was made."""
    text = io.StringIO()
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    handlers = {handler for logger in loggers for handler in logger.handlers}
    with ExitStack() as afterwards:
        for handler in handlers:
            # Of a class of its own, pytest's would have its own texts heard.
            if type(handler) is logging.StreamHandler:
                afterwards.callback(handler.setStream, handler.setStream(text))
        yield text


def test_a_journey_leaves_no_names_bodies_or_tokens(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    # Every function is imported and has its logger.
    world.run("received")
    with heard() as text:
        run = world.fresh("received")
        world.told("GET", run.path, "centre")
        world.told("GET", f"{run.path}/events", "ao")
        world.told("GET", f"/verifications/{run.token}")
        assert world.call("GET", "/verifications/" + run.token[:-1]).status_code == 404
        assert (
            world.call("POST", f"/verifications/{run.token}", json={"name": 7}).status_code == 422
        )
    printed = capsys.readouterr()
    log = text.getvalue() + printed.out + printed.err
    lines = [json.loads(line) for line in text.getvalue().splitlines()]
    assert len([line for line in lines if line["message"] == "answered"]) >= 11
    assert '"VerifierNotified"' in log
    secret = [
        *world.tokens.values(),
        *(run.token, run.token[:-1]),
        *(learner["name"] for learner in EXAMPLES[CourseRunDetails]["learners"]),
        *(EXAMPLES[CentreDetails]["name"], EXAMPLES[CentreDetails]["email"]),
        *(EXAMPLES[VerifierDetails]["name"], EXAMPLES[VerifierDetails]["email"]),
        *(EXAMPLES[NewQuery]["question"], EXAMPLES[NewReceipt]["note"], "L-1001"),
    ]
    for each in secret:
        for written in (each, json.dumps(each)[1:-1]):
            assert written not in log, written
