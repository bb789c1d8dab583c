"""The service as its users reach it: the HTTP API with a token each, and the local console."""

from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

Who = Mapping[str, str]
AWARDING_ORGANISATION: Who = {"as": "awarding-organisation"}
# The holder of an emailed link does not sign in.
LINK_HOLDER: Who = {}


class NotPlayed(Exception):
    """The demonstration could not be played; the message says why in one line."""


class Portal:
    """HTTP calls to the stack at `url`; each answers its JSON or raises NotPlayed."""

    def __init__(self, url: str) -> None:
        # Straight to this machine, whatever proxy the environment names.
        self._client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self._tokens: dict[tuple[str, ...], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, who: Who, path: str) -> Any:
        """What stands at `path` (or at a whole address) for `who`."""
        return self._ask(who, "GET", path)

    def has(self, who: Who, path: str) -> bool:
        """Whether there is anything at `path` for `who`."""
        return self._request(who, "GET", path).status_code != HTTPStatus.NOT_FOUND

    def put(self, who: Who, path: str, body: Any) -> Any:
        """The answer to registering `body`."""
        return self._ask(who, "PUT", path, json=body)

    def post(self, who: Who, path: str, body: Any = None) -> Any:
        """The answer to doing something."""
        return self._ask(who, "POST", path, **({} if body is None else {"json": body}))

    def post_csv(self, who: Who, path: str, text: str) -> Any:
        """The answer to a CSV."""
        headers = {"content-type": "text/csv"}
        return self._ask(who, "POST", path, content=text.encode(), headers=headers)

    def _ask(self, who: Who, method: str, path: str, **how: Any) -> Any:
        answer = self._request(who, method, path, **how)
        if answer.is_error:
            raise NotPlayed(f"{method} {path} was answered {answer.status_code}: {_detail(answer)}")
        return answer.json()

    def _request(self, who: Who, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"accept": "application/json", **how.pop("headers", {})}
        if who:
            headers["authorization"] = f"Bearer {self._token(who)}"
        try:
            return self._client.request(method, path, headers=headers, **how)
        except httpx.HTTPError as fault:
            raise NotPlayed(f"{method} {path} failed: {fault}") from fault

    def _token(self, who: Who) -> str:
        key = tuple(who.values())
        if key not in self._tokens:
            self._tokens[key] = self.post(LINK_HOLDER, "/local/sign-in", dict(who))["access_token"]
        return self._tokens[key]


def centre(centre_id: str) -> Who:
    """The administrator of a centre."""
    return {"as": "centre", "centre_id": centre_id}


def _detail(answer: httpx.Response) -> str:
    """A problem's own words, with every fault that it names."""
    try:
        problem = answer.json()
    except ValueError:
        return answer.text[:200]
    faults = "; ".join(f"{each['pointer']} {each['detail']}" for each in problem.get("errors", []))
    detail = str(problem.get("detail") or problem.get("message") or problem)
    return f"{detail} ({faults})" if faults else detail
