"""template.yaml as CloudFormation would see it: SAM's own translator, offline."""

import logging
from pathlib import Path
from typing import Any

from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from infra.local.engine import REGION
from infra.local.process import variables

TEMPLATE = Path(__file__).resolve().parents[2] / "template.yaml"
# SAM wants to know where the code is; the local stack imports it from the checkout instead.
_CODE = "s3://local/code.zip"
# It counts what it did and minds that nobody publishes the counts.
logging.getLogger("samtranslator.metrics").setLevel(logging.ERROR)


class _NoManagedPolicies(ManagedPolicyLoader):  # type: ignore[misc]
    """SAM asks IAM for managed policies by name; the template names none."""

    def __init__(self) -> None:
        """Without a client of IAM."""

    def load(self) -> dict[str, str]:
        """Answers that there are none."""
        return {}


def read_template(path: Path = TEMPLATE) -> dict[str, Any]:
    """The template as written, with its short intrinsics (`!Ref`) spelt out."""
    template: dict[str, Any] = yaml_parse(path.read_text(encoding="utf-8"))
    return template


def translate(path: Path = TEMPLATE) -> dict[str, Any]:
    """The template with SAM's types turned into CloudFormation's.

    Raises samtranslator's InvalidDocumentException on what SAM would refuse.
    """
    template = read_template(path)
    defaults = template["Globals"]["Function"]
    defaults["CodeUri"] = _CODE
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            # How the packages are built is no matter of CloudFormation's.
            resource.pop("Metadata", None)
    # The translator asks botocore which partition this is for.
    with variables({"AWS_DEFAULT_REGION": REGION}):
        translated: dict[str, Any] = transform(template, {}, _NoManagedPolicies())
    return translated
