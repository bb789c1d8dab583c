"""Sending: raw MIME through SES, which alone carries both bodies and the attachments."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


class NotSent(Exception):
    """The message was not sent; trying again may help."""


@dataclass(frozen=True, slots=True)
class Postbox:
    """Where messages are handed in, and the address and name they come from."""

    client: "SESV2Client"
    sender: str
    sender_name: str

    def send(self, message: EmailMessage) -> None:
        """Hand in one message; raises NotSent."""
        try:
            self.client.send_email(
                FromEmailAddress=self.sender,
                Destination={"ToAddresses": [str(message["To"].addresses[0].addr_spec)]},
                Content={"Raw": {"Data": message.as_bytes(policy=SMTP)}},
            )
        except (ClientError, BotoCoreError) as refused:
            raise NotSent(type(refused).__name__) from refused
