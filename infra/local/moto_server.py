"""moto behind a loopback port: AWS's own HTTP protocols, answered from this process's memory.

moto's own server needs Flask and starts an application per service; this one hands each request to
the same entry that moto uses inside a process, one at a time, because moto's state is not safe for
several threads.
"""

import re
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.botocore_stubber import BotocoreStubber

from infra.local.moto_copies import lighten

_SCOPE = re.compile(
    r"Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request"
)
# Where the name that a request is signed for is not the first label of the service's host name.
_HOST_LABELS = {"ses": "email"}
_ONE_AT_A_TIME = threading.Lock()


def _scope(headers: Any, path: str) -> re.Match[str] | None:
    """Who signed a request and for which service: in a header, or in the query of a link."""
    query = unquote(path.partition("?")[2])
    return _SCOPE.search(headers.get("Authorization", "")) or _SCOPE.search(query)


def _host(headers: Any, path: str) -> str:
    """The host name at which AWS itself would be asked this."""
    scope = _scope(headers, path)
    if scope is None:
        # Only Cognito's public keys are asked for without a signature.
        region = path.strip("/").partition("_")[0]
        return f"cognito-idp.{region}.amazonaws.com"
    service, region = scope["service"], scope["region"]
    if headers.get("X-Amz-Target", "").startswith("DynamoDBStreams"):
        service = "streams.dynamodb"
    return f"{_HOST_LABELS.get(service, service)}.{region}.amazonaws.com"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    _stubber = BotocoreStubber()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: the functions' own logs say what happens."""

    def handle_expect_100(self) -> bool:
        """Lets the client send its body at once: the stream is buffered, and it waits a second."""
        expects = super().handle_expect_100()
        self.wfile.flush()
        return expects

    def _answer(self) -> None:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = HTTPHeaders()
        for name, value in self.headers.items():
            headers[name] = value
        url = f"https://{_host(self.headers, self.path)}{self.path}"
        headers.replace_header("Host", url.split("/", 3)[2])
        scope = _scope(self.headers, self.path)
        if scope and re.fullmatch("[0-9]{12}", scope["key"]):
            headers["x-moto-account-id"] = scope["key"]
        request = AWSPreparedRequest(self.command, url, headers, body, False)  # noqa: FBT003
        with _ONE_AT_A_TIME:
            response = self._stubber.process_request(request)
        self._write(*(response or (501, {}, f"moto knows nothing at {url}")))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815

    def _write(self, status: int, headers: Any, body: str | bytes) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                self.send_header(name, str(value))
        length = headers.get("content-length") if self.command == "HEAD" else None
        self.send_header("Content-Length", str(length or len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()


class MotoServer(ThreadingHTTPServer):
    """moto on a free loopback port, served by threads of this process."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        lighten()
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, name="moto", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops answering and frees the port."""
        self.shutdown()
        self.server_close()
        self._thread.join()
