"""What rules the nearest other cause out, read back from a verdict."""

from decimal import Decimal

from backoffice.domain.causes import Place
from backoffice.domain.diagnosis import alternatives, prove
from backoffice.domain.findings import Severity, row_label
from backoffice.domain.mistakes import wording
from backoffice.domain.money import to_centavos
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict


def ruled_out(verdict: Verdict, asked: TestSet, parameters: Parameters) -> str:
    """``«Partes iguales» queda descartada por el renglón b-4.`` for a cause that stands alone, else ''."""
    if len(verdict.diagnosis) != 1:
        return ""
    proof = prove(verdict.diagnosis[0], alternatives(asked, parameters), answers_of(verdict, asked))
    if proof.rival is None or proof.ruled_out_by is None:
        return ""
    return f"«{wording(proof.rival).name}» queda descartada por el renglón {row_label(*proof.ruled_out_by)}."


def answers_of(verdict: Verdict, asked: TestSet) -> dict[Place, int]:
    """The withholdings that were sent, in centavos: right where nothing was found, absent where none could be read."""
    answers = {(row.section, row.number): to_centavos(Decimal(row.expected["withholding"] or 0)) for row in asked.rows}
    for finding in verdict.findings:
        if finding.section is None or finding.number is None or finding.severity is not Severity.ERROR:
            continue
        place = (finding.section, finding.number)
        if finding.code == "withholding_differs":
            answers[place] = to_centavos(Decimal(finding.found or 0))
        elif not finding.code.endswith("_differs"):
            answers.pop(place, None)
    return answers
