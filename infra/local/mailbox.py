"""Messages that were sent, as a reader of mail would see them."""

import functools
import re
from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from html.parser import HTMLParser
from typing import Any

_LINK = re.compile(r"https?://[^\s<>\"']+")
_AFTER_A_LINK = ".,;:!?)]"


@functools.lru_cache(maxsize=1_000)  # each look at the mailbox reads all that was ever sent
def read(raw: bytes) -> Mapping[str, Any]:
    """One message: to, from, subject, text, html, attachments, links and its other headers."""
    message = _parse(raw)
    text, html = _content(message, "plain"), _content(message, "html")
    return {
        "to": _addresses(message, "To"),
        "from": _addresses(message, "From"),
        # The parser leaves the space that begins a folded line.
        "subject": str(message["Subject"] or "").strip(),
        "text": text,
        "html": html,
        "attachments": [
            {
                "filename": part.get_filename(),
                "content_type": part.get_content_type(),
                "size": len(_bytes(part)),
            }
            for part in message.iter_attachments()
        ],
        "links": links(text, html),
        "headers": {name: str(value) for name, value in message.items()},
    }


def attachment(raw: bytes, filename: str) -> tuple[str, bytes] | None:
    """An attachment's content type and bytes, if the message has one of that name."""
    for part in _parse(raw).iter_attachments():
        if part.get_filename() == filename:
            return part["Content-Type"] or "application/octet-stream", _bytes(part)
    return None


def links(text: str, html: str) -> list[str]:
    """Where a message's links lead, each once, as they first appear."""
    anchors = _Anchors()
    anchors.feed(html)
    found = [each.rstrip(_AFTER_A_LINK) for each in _LINK.findall(text)]
    return list(dict.fromkeys(found + anchors.targets))


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href")
        if tag == "a" and target and target.startswith(("http://", "https://")):
            self.targets.append(target)


def _parse(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    if not isinstance(message, EmailMessage):
        raise TypeError("email.policy.default makes EmailMessages")
    return message


def _content(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""


def _addresses(message: EmailMessage, header: str) -> str:
    value = message[header]
    return ", ".join(each.addr_spec for each in value.addresses) if value is not None else ""


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
