"""The template in force: ours at first, then the AO's, kept for good, and only after it was tried."""

import pytest

from shared.documents.certificate import our_template
from shared.domain.faults import Forbidden, Invalid
from shared.services.certificate_template import in_force, set_template, show_template
from tests.services.test_make_documents import LETTERHEAD
from tests.services.test_print_certificates import print_latest
from tests.services.world import World

OURS = our_template()


def test_ours_is_in_force_until_another_is(world: World) -> None:
    assert show_template(world.ao(), world.cabinet) == OURS
    told = set_template(world.ao(), world.cabinet, LETTERHEAD, OURS + "\n// Another")
    assert told.fresh
    assert show_template(world.ao(), world.cabinet) == OURS + "\n// Another"
    assert in_force(world.service(), world.cabinet) == (told.body.sha256, OURS + "\n// Another")
    assert told.body.set_at == world.now


def test_it_is_for_the_next_batch_and_those_before_keep_theirs(world: World) -> None:
    world.certificated("R1")
    first = print_latest(world, "R1")
    told = set_template(world.ao(), world.cabinet, LETTERHEAD, OURS + "\n// Another").body
    world.certificated("R2")
    assert print_latest(world, "R2").template == told.sha256
    assert print_latest(world, "R1") == first
    assert first.template != told.sha256


def test_nothing_is_lost_and_every_change_is_recorded(world: World) -> None:
    sources = [OURS + f"\n// {n}" for n in range(3)]
    shas = []
    for source in sources:
        shas.append(set_template(world.ao(), world.cabinet, LETTERHEAD, source).body.sha256)
        world.wait(minutes=1)
    kept = world.documents()
    assert [kept[f"certificate-templates/{sha}.typ"].decode() for sha in shas] == sources
    items = world.items("template")
    assert [item["sha256"] for item in items] == [shas[-1], *shas]
    assert {item["by"]["role"] for item in items} == {"awarding-organisation"}


def test_the_same_again_changes_nothing(world: World) -> None:
    first = set_template(world.ao(), world.cabinet, LETTERHEAD, OURS + "\n// Another").body
    world.wait(minutes=1)
    again = set_template(world.ao(), world.cabinet, LETTERHEAD, OURS + "\n// Another")
    assert (again.fresh, again.body) == (False, first)


def test_what_is_refused_leaves_the_one_in_force(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        set_template(world.ao(), world.cabinet, LETTERHEAD, "= Certificate")
    assert "document title" in refused.value.faults[0].detail
    assert show_template(world.ao(), world.cabinet) == OURS
    assert world.documents() == {}
    assert world.items("template") == []


def test_it_is_the_organisations_alone(world: World) -> None:
    for who in (world.centre(), world.verifier()):
        with pytest.raises(Forbidden):
            show_template(who, world.cabinet)
        with pytest.raises(Forbidden):
            set_template(who, world.cabinet, LETTERHEAD, OURS)
