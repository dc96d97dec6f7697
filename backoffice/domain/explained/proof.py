"""What rules the nearest other cause out, read back from a verdict. Pure."""

from dataclasses import replace
from decimal import Decimal

from backoffice.domain.causes import Cause, Place
from backoffice.domain.diagnosis import Alternatives, alternatives, prove
from backoffice.domain.explained.compared import RECEIPT, SECTIONS, is_compared
from backoffice.domain.explained.spanish import number_in
from backoffice.domain.findings import Finding, Severity, row_label
from backoffice.domain.mistakes import wording
from backoffice.domain.mistakes.catalogue import ROWS_SWAPPED
from backoffice.domain.money import to_centavos
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict


def ruled_out(verdict: Verdict, asked: TestSet, parameters: Parameters, possible: Alternatives | None = None) -> str:
    """``«Partes iguales» queda descartada por el renglón b-4.`` for a cause that stands alone, else ''.

    *possible* is what each mistake would have answered, where somebody has computed it already.
    """
    if len(verdict.diagnosis) != 1:
        return ""
    possible = possible or alternatives(asked, parameters)
    return rival_said(verdict.diagnosis[0], verdict, possible, answers_of(verdict, asked))


def rival_said(cause: Cause, verdict: Verdict, possible: Alternatives, answers: dict[Place, int]) -> str:
    """The nearest mistake that the diagnosis does not name, and the row that speaks against it; '' where none is near.

    Only rows that *cause* explains, and right ones, speak: what another cause did to a row proves nothing here.
    """
    others = tuple(one.mistake for one in verdict.diagnosis if one.mistake not in {cause.mistake, ROWS_SWAPPED})
    elsewhere = {place for one in verdict.diagnosis for place in one.explains} - set(cause.explains)
    heard = {place: answer for place, answer in answers.items() if place not in {*elsewhere, *verdict.unexplained}}
    proof = prove(replace(cause, together=others), possible, heard)
    if proof.rival is None or proof.ruled_out_by is None:
        return ""
    return f"«{wording(proof.rival).name}» queda descartada por el renglón {row_label(*proof.ruled_out_by)}."


def answers_of(verdict: Verdict, asked: TestSet) -> dict[Place, int]:
    """The withholdings that were sent, in centavos: right where nothing was found, absent where none could be read."""
    compared = {section for section in SECTIONS if is_compared(verdict, section)}
    answers = {
        (row.section, row.number): to_centavos(Decimal(row.expected["withholding"] or 0))
        for row in asked.rows
        if row.section in compared
    }
    for finding in verdict.findings:
        if finding.section is None or finding.number is None or finding.tab == RECEIPT:
            continue
        place = (finding.section, finding.number)
        sent = number_in(finding.found)
        if is_of_withholding(finding) and sent is not None:
            answers[place] = to_centavos(sent)
        elif _hides_the_answer(finding):
            answers.pop(place, None)
    return answers


def is_of_withholding(finding: Finding) -> bool:
    """It says that the whole withholding is another; where a criterion is to be confirmed, only that one has causes."""
    return finding.code == "withholding_differs" or (finding.code == "criterion_to_confirm" and bool(finding.causes))


def _hides_the_answer(finding: Finding) -> bool:
    """Nobody knows what the row says, or it is no possible sum of money."""
    unread = finding.severity is Severity.ERROR and not finding.code.endswith("_differs")
    return unread or is_of_withholding(finding)
