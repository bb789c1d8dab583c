"""The course runs of the demonstration: who and what, and how far each has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from infra.demonstration import acts
from infra.demonstration.cast import (
    ABERWERN,
    AGNIESZKA,
    CALLUM,
    KAYALVIZHI,
    LOUGHCARRAN,
    NERYS,
    STRATHLENNOX,
    Centre,
    Verifier,
)
from infra.demonstration.catalogue import qualifications, units
from infra.demonstration.cohort import Cohort
from infra.demonstration.days import term
from infra.demonstration.stage import Stage

Act = Callable[[Stage, Cohort], None]

_FURTHER_LEARNING, _DIPLOMA, _AWARD = "601/3589/X", "601/3590/6", "601/3591/8"
_CUSTOMERS, _STUDIOS = "603/2394/2", "601/7431/6"
_STORAGE, _STORAGE_PRINCIPLES, _STORAGE_1 = "501/1061/5", "500/7707/7", "600/2089/1"


@dataclass(frozen=True)
class Story:
    """One course run: what it shows when it has been told, and the acts that bring it there.

    `ended` is how many weeks ago its term ended; `units` says from where to where in the table.
    """

    course_run_id: str
    shows: str
    title: str
    qualification: str
    centre: Centre
    verifier: Verifier
    learners: int
    ended: int
    units: tuple[int, int]
    acts: Act

    def cohort(self, today: date) -> Cohort:
        """The learners of this course run, with its term counted back from `today`."""
        starts_on, ends_on = term(today, self.ended)
        return Cohort(
            self.course_run_id,
            self.title,
            self.centre,
            self.verifier,
            qualifications()[self.qualification],
            units()[slice(*self.units)],
            self.learners,
            starts_on,
            ends_on,
        )


STORIES = (
    Story(
        "CR-1001",
        "open: the term still runs",
        "Customer service, Tuesday evenings",
        _CUSTOMERS,
        ABERWERN,
        NERYS,
        learners=14,
        ended=-3,
        units=(0, 6),
        acts=acts.still_open,
    ),
    Story(
        "CR-1002",
        "submitted: the verifier's link waits",
        "Skills for further learning, Monday group",
        _FURTHER_LEARNING,
        ABERWERN,
        NERYS,
        learners=12,
        ended=1,
        units=(3, 7),
        acts=acts.waiting,
    ),
    Story(
        "CR-1003",
        "submitted: the verifier could not be reached",
        "Warehousing and storage, night shift",
        _STORAGE,
        STRATHLENNOX,
        CALLUM,
        learners=9,
        ended=2,
        units=(3, 6),
        acts=acts.waiting,
    ),
    Story(
        "CR-1004",
        "returned by the verifier",
        "Storage principles, harbour depot",
        _STORAGE_PRINCIPLES,
        LOUGHCARRAN,
        KAYALVIZHI,
        learners=16,
        ended=2,
        units=(3, 7),
        acts=acts.returned,
    ),
    Story(
        "CR-1005",
        "returned, then submitted again",
        "Employability in the studios",
        _STUDIOS,
        STRATHLENNOX,
        AGNIESZKA,
        learners=18,
        ended=3,
        units=(4, 9),
        acts=acts.returned_and_submitted_again,
    ),
    Story(
        "CR-1006",
        "verified, with outstanding queries",
        "Diploma in skills for employment",
        _DIPLOMA,
        ABERWERN,
        AGNIESZKA,
        learners=22,
        ended=4,
        units=(3, 11),
        acts=acts.verified_with_queries,
    ),
    Story(
        "CR-1007",
        "certificated, to be posted",
        "First steps in warehousing",
        _STORAGE_1,
        LOUGHCARRAN,
        KAYALVIZHI,
        learners=11,
        ended=4,
        units=(3, 6),
        acts=acts.certificated,
    ),
    Story(
        "CR-1008",
        "dispatched, its receipt overdue for seven working days",
        "Customer service, call centre",
        _CUSTOMERS,
        STRATHLENNOX,
        NERYS,
        learners=15,
        ended=7,
        units=(5, 10),
        acts=acts.overdue_for_long,
    ),
    Story(
        "CR-1009",
        "dispatched, its receipt overdue for one working day",
        "Award in skills for employment",
        _AWARD,
        LOUGHCARRAN,
        AGNIESZKA,
        learners=8,
        ended=6,
        units=(3, 5),
        acts=acts.just_overdue,
    ),
    Story(
        "CR-1012",
        "received in part: a held learner's certificate came later",
        "Warehousing and storage, apprentices",
        _STORAGE,
        STRATHLENNOX,
        AGNIESZKA,
        learners=13,
        ended=6,
        units=(3, 8),
        acts=acts.received_in_part,
    ),
    Story(
        "CR-1013",
        "received on time and distributed, but for one that came back from the post",
        "Storage principles, island depot",
        _STORAGE_PRINCIPLES,
        LOUGHCARRAN,
        KAYALVIZHI,
        learners=10,
        ended=6,
        units=(3, 7),
        acts=acts.received_and_distributed,
    ),
    Story(
        "CR-1014",
        "received late, a certificate damaged, and not distributed for long",
        "Skills for further learning, Thursday group",
        _FURTHER_LEARNING,
        ABERWERN,
        AGNIESZKA,
        learners=20,
        ended=9,
        units=(3, 9),
        acts=acts.received_late_and_damaged,
    ),
    Story(
        "CR-1015",
        "dispatched, and not arrived as the centre says",
        "Storage principles, evening group",
        _STORAGE_PRINCIPLES,
        STRATHLENNOX,
        KAYALVIZHI,
        learners=9,
        ended=5,
        units=(3, 7),
        acts=acts.not_arrived,
    ),
    Story(
        "CR-1016",
        "received, with certificates replaced, charged, refused and asked for",
        "Diploma in skills for employment, Fridays",
        _DIPLOMA,
        LOUGHCARRAN,
        AGNIESZKA,
        learners=12,
        ended=8,
        units=(3, 9),
        acts=acts.replaced_and_charged,
    ),
    # Last, since the certificates of five hundred learners take long to print: one can look around meanwhile.
    Story(
        "CR-1010",
        "certificated, to travel with the next",
        "Customer service, shop floor",
        _CUSTOMERS,
        ABERWERN,
        NERYS,
        learners=17,
        ended=6,
        units=(0, 4),
        acts=acts.certificated,
    ),
    Story(
        "CR-1011",
        "dispatched with the one before, due within one working day",
        "Customer service, all campuses",
        _CUSTOMERS,
        ABERWERN,
        KAYALVIZHI,
        learners=500,
        ended=6,
        units=(0, 4),
        acts=acts.sent_with_all_that_is_ready,
    ),
)
