"""The local console: signing in, mail, schedules and objects, for trying the service on one machine.

It stands beside the gateway under /local, asks for no token, and is never deployed.
"""

import functools
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local import mailbox
from infra.local.deployment import Deployment
from infra.local.dispatcher import Dispatcher
from infra.local.engine import Engine, MailNotAvailable
from infra.local.sign_in import ATTRIBUTES, Desk

# As long as the user pool lets the attributes be.
_LONGEST_NUMBER = 64


class Console:
    """The console of one deployment; `routes` go in front of the gateway."""

    def __init__(
        self,
        deployment: Deployment,
        engine: Engine,
        dispatcher: Dispatcher,
        clients: Callable[[str], Any],
    ) -> None:
        self._deployment = deployment
        self._engine = engine
        self._dispatcher = dispatcher
        self._clients = clients

    @functools.cached_property
    def desk(self) -> Desk:
        """Where users are signed in; raises ValueError without exactly one user pool."""
        return Desk(self._deployment, self._clients)

    def routes(self) -> list[BaseRoute]:
        """The console's routes."""
        return [
            _route("/local/sign-in", "POST", self._sign_in),
            _route("/local/mail", "GET", self._mail),
            _route("/local/mail/{n:int}/attachments/{filename:path}", "GET", self._attachment),
            _route("/local/schedules", "GET", self._schedules),
            _route("/local/schedules/{name}", "POST", self._fire),
            _route("/local/objects", "GET", self._objects),
            _route("/local/objects/{key:path}", "GET", self._object),
            _route("/local/settle", "POST", self._settle),
        ]

    def _sign_in(self, body: Mapping[str, Any], _path: Mapping[str, Any]) -> Response:
        group = body.get("as")
        if not isinstance(group, str) or group not in ATTRIBUTES:
            raise HTTPException(422, f"as: one of {', '.join(ATTRIBUTES)}")
        attribute = ATTRIBUTES[group]
        strangers = set(body) - {"as", attribute}
        if strangers:
            raise HTTPException(422, f"{', '.join(sorted(strangers))}: nothing reads this")
        number = body.get(attribute) if attribute else None
        if attribute and not (isinstance(number, str) and 0 < len(number) <= _LONGEST_NUMBER):
            raise HTTPException(422, f"{attribute}: text of 1 to {_LONGEST_NUMBER} characters")
        return JSONResponse({"access_token": self.desk.token(group, number)})

    def messages(self) -> list[bytes]:
        """The raw messages sent so far; 501 where the engine cannot tell."""
        try:
            return self._engine.sent_mail(self._deployment.account)
        except MailNotAvailable as reason:
            raise HTTPException(501, str(reason)) from reason

    def _mail(self, _body: Mapping[str, Any], _path: Mapping[str, Any]) -> Response:
        return JSONResponse([mailbox.read(raw) for raw in self.messages()])

    def _attachment(self, _body: Mapping[str, Any], path: Mapping[str, Any]) -> Response:
        messages = self.messages()
        found = None
        if path["n"] < len(messages):
            found = mailbox.attachment(messages[path["n"]], path["filename"])
        if found is None:
            raise HTTPException(404, "no such attachment")
        # Downloaded, because whoever wrote it could have it act as a page of ours.
        headers = {"content-type": found[0], "content-disposition": "attachment"}
        return Response(found[1], headers=headers | {"x-content-type-options": "nosniff"})

    def _schedules(self, _body: Mapping[str, Any], _path: Mapping[str, Any]) -> Response:
        schedules = self._deployment.schedules.items()
        return JSONResponse(
            [
                {"name": name, "expression": each.expression, "timezone": each.timezone}
                for name, each in schedules
            ]
        )

    def _fire(self, body: Mapping[str, Any], path: Mapping[str, Any]) -> Response:
        name = self._deployment.schedule_named(path["name"])
        if name is None:
            raise HTTPException(404, f"no schedule {path['name']}")
        try:
            time = datetime.fromisoformat(body["time"]) if "time" in body else datetime.now(UTC)
        except (TypeError, ValueError) as fault:
            raise HTTPException(422, "time: such as 2026-11-23T06:00:00Z") from fault
        if time.tzinfo is None:
            raise HTTPException(422, "time: needs its offset from UTC, such as Z")
        outcome = self._dispatcher.fire(name, time)
        answer = {
            "schedule": name,
            "time": time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "succeeded": outcome.succeeded,
            "attempts": outcome.attempts,
            "answer" if outcome.succeeded else "error": outcome.payload,
        }
        return JSONResponse(answer, status_code=200 if outcome.succeeded else 502)

    def _objects(self, _body: Mapping[str, Any], _path: Mapping[str, Any]) -> Response:
        return JSONResponse(self.objects())

    def objects(self) -> list[dict[str, Any]]:
        """What lies in the deployment's buckets: bucket, key, size in bytes, last_modified."""
        pages = self._clients("s3").get_paginator("list_objects_v2")
        return [
            {
                "bucket": bucket,
                "key": each["Key"],
                "size": each["Size"],
                "last_modified": each["LastModified"].strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            for bucket in self._deployment.refs("AWS::S3::Bucket")
            for page in pages.paginate(Bucket=bucket)
            for each in page.get("Contents", [])
        ]

    def _object(self, _body: Mapping[str, Any], path: Mapping[str, Any]) -> Response:
        s3 = self._clients("s3")
        for bucket in self._deployment.refs("AWS::S3::Bucket"):
            try:
                found = s3.get_object(Bucket=bucket, Key=path["key"])
            except s3.exceptions.NoSuchKey:
                continue
            with found["Body"] as stream:
                content = stream.read()
            headers = {"content-type": found["ContentType"], "content-disposition": "inline"}
            return Response(content, headers=headers)
        raise HTTPException(404, "no such object")

    def _settle(self, body: Mapping[str, Any], _path: Mapping[str, Any]) -> Response:
        function = body.get("function")
        if function not in {None, *(each.function for each in self._deployment.streams)}:
            raise HTTPException(422, "function: one that a stream feeds, or none for all of them")
        return JSONResponse({"batches": self._dispatcher.settle(function)})


Act = Callable[[Mapping[str, Any], Mapping[str, Any]], Response]


def _route(path: str, method: str, act: Act) -> Route:
    """A route whose act gets the JSON body and the path's variables, outside the event loop."""

    async def endpoint(request: Request) -> Response:
        body = await _json(request) if method == "POST" else {}
        return await run_in_threadpool(act, body, request.path_params)

    return Route(path, _with_problems(endpoint), methods=[method])


def _with_problems(
    endpoint: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except HTTPException as fault:
            status, detail = fault.status_code, fault.detail
            problem = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
            kind = "application/problem+json"
            return JSONResponse({"type": "about:blank"} | problem, status, media_type=kind)

    return guarded


async def _json(request: Request) -> Mapping[str, Any]:
    if not await request.body():
        return {}
    try:
        body = await request.json()
    except ValueError as fault:
        raise HTTPException(400, "the body is not JSON") from fault
    if not isinstance(body, Mapping):
        raise HTTPException(400, "the body is not a JSON object")
    return body
