"""What `make run` ends with: where the portal is, and how to play everybody in it."""

from infra.demonstration.directions import directions

URL = "http://127.0.0.1:8000"


def test_the_portal_and_the_mailbox_come_first() -> None:
    for_browsers = directions(URL, None).splitlines()[2:4]
    assert [line.split() for line in for_browsers] == [
        ["portal", f"{URL}/portal"],
        ["mailbox", f"{URL}/local/mailbox"],
    ]
    assert "all three roles" in directions(URL, None)
    assert "as the compliance lead gets it" in directions(URL, None)
