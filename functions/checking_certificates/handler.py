"""The public check of a certificate: whether a number is good, for whoever knows the learner's surname."""

from shared.domain.certificate_check import CertificateToCheck
from shared.runtime import wiring
from shared.runtime.http import Response, answer, api
from shared.runtime.requests import Request, read_values
from shared.services.check_certificate import check_certificate


def get_check(request: Request) -> Response:
    """GET /certificates/{certificate_number}/check?surname=…; nobody signs in."""
    said = {"number": request.typed_path("certificate_number"), "surname": request.query("surname")}
    asked = read_values(CertificateToCheck, {name: text for name, text in said.items() if text})
    return answer(check_certificate(wiring.table(), wiring.awarding_organisation(), asked))


handler = api({"GET /certificates/{certificate_number}/check": get_check})
