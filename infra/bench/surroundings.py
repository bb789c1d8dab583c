"""The environment that measured handlers find, whatever this machine's own is."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGION = "eu-west-2"
TABLE = "course-runs"
SENDER = "certification@awards.example"

_SETTINGS = {
    "AWS_ACCESS_KEY_ID": "measuring",
    "AWS_SECRET_ACCESS_KEY": "measuring",
    "AWS_SESSION_TOKEN": "measuring",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "POWERTOOLS_SERVICE_NAME": "measuring",
    "POWERTOOLS_METRICS_NAMESPACE": "Measuring",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "TABLE_NAME": TABLE,
    "REPORTS_BUCKET": "reports",
    "DOCUMENTS_BUCKET": "documents",
    "SENDER_ADDRESS": SENDER,
    "AO_NAME": "Example Awards",
    "BRAND_COLOUR": "#4c2c63",
    "CONTACT_ADDRESS": "help@awards.example",
    "PORTAL_URL": "https://portal.awards.example",
    # The mail is bounded by what may be attached: what is measured is the report.
    "COMPLIANCE_ADDRESS": "",
    "LINK_VALID_DAYS": "30",
    "VERIFIER_COPY": "attached",
    "RECEIPT_WORKING_DAYS": "10",
    "RECEIPT_COUNTS_FROM": "dispatch",
}
# Bytecode has to be written and read, as a deployed package's is.
_UNWANTED = ("AWS_", "PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONDEVMODE")


def environment() -> dict[str, str]:
    """The variables of a process that measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_UNWANTED)}
    return kept | _SETTINGS


@contextmanager
def surroundings() -> Iterator[None]:
    """Sets this process's variables, and sends what handlers log to nowhere."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment())
    # Left open: loggers keep the stream they found.
    with redirect_stdout(open(os.devnull, "w", encoding="utf-8")):  # noqa: PTH123
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def tell(progress: str) -> None:
    """Says on standard error what is being measured."""
    print(f"   … {progress}", file=sys.stderr, flush=True)
