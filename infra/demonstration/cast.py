"""Who takes part: made-up centres in all three divisions, and made-up verifiers."""

from dataclasses import dataclass

# RFC 2606 keeps .example for examples and .invalid for what must lead nowhere.
_NOWHERE = "closed-mailbox.invalid"


@dataclass(frozen=True)
class Centre:
    """A centre as the awarding organisation registers it."""

    centre_id: str
    name: str
    email: str
    division: str
    address: str


@dataclass(frozen=True)
class Verifier:
    """A verifier as the awarding organisation registers them."""

    verifier_id: str
    name: str
    email: str

    @property
    def reachable(self) -> bool:
        """Whether there is a mailbox behind the address."""
        return not self.email.endswith(_NOWHERE)


ABERWERN = Centre(
    "1102",
    "Coleg Aberwern",
    "arholiadau@aberwern.example",
    "england-and-wales",
    "Swyddfa Arholiadau\n3 Heol y Felin\nAberwern",
)
STRATHLENNOX = Centre(
    "2207",
    "Strathlennox Training",
    "certificates@strathlennox.example",
    "scotland",
    "Unit 5, Old Ropeworks\nStrathlennox",
)
LOUGHCARRAN = Centre(
    "3315",
    "Lough Carran Skills Centre",
    "admin@loughcarran.example",
    "northern-ireland",
    "40 Shore Road\nLough Carran",
)

NERYS = Verifier("61", "Nerys Llewelyn-Okafor", "nerys@quality.example")
AGNIESZKA = Verifier("72", "Agnieszka Wójcik", "agnieszka@quality.example")
KAYALVIZHI = Verifier("83", "கயல்விழி முருகன்", "kayalvizhi@quality.example")
CALLUM = Verifier("94", "Callum Greenwood", f"callum@{_NOWHERE}")

CENTRES = (ABERWERN, STRATHLENNOX, LOUGHCARRAN)
VERIFIERS = (NERYS, AGNIESZKA, KAYALVIZHI, CALLUM)
