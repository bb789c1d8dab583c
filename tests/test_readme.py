"""The README's journey, run as it stands."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from infra.local.stack import local_stack

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_curl_repeats_the_journey_from_the_readme_alone() -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    with local_stack() as stack:
        port = str(urlsplit(stack.url).port)
        played = subprocess.run(  # noqa: S603
            ["/bin/bash", "-euc", script],
            env=os.environ | {"PORT": port},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert played.returncode == 0, played.stderr
    out = played.stdout
    assert '"title"' in out
    assert not re.search(r'"status": ?[45]\d\d', out), out
    assert '"held":[{"learner_id":"2"' in out
    assert '"on_time":true' in out
    assert '"status":"received"' in out
    assert '"still_to_distribute":[]' in out
    assert '"told":"No charge: there is no fee for it"' in out
    assert re.search(r'"kind":"qualification","replaces":"[0-9A-Z-]{14}"', out)
    assert "reports/certificate-receipt-pending/latest.csv" in out


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == ["infra/openapi.json"] * (
        not (ROOT / "infra/openapi.json").exists()
    )
