"""What is printed, read again: its text and its structure."""

import io
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=True)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(content).pages)


def structure(content: bytes) -> list[str]:
    """The tags of a document, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]).removeprefix("/"))
            walk(node.get("/K"))

    walk(read(content).trailer["/Root"]["/StructTreeRoot"])
    return found
