"""A test set read back from the folder that ``mesa test-set new`` writes. Anything amiss is refused by name."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath
from typing import Any

from backoffice.domain.checks.oracle import wrong_answers
from backoffice.domain.errors import BadInput
from backoffice.domain.evidence import STEPS
from backoffice.domain.findings import row_label
from backoffice.domain.notices import SEAL, NoticeUnreadable, canonical, parse, without_seal
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestRow, TestSet
from backoffice.efirma.service_seal import verify

ANSWERS = "answers.json"
REMEDY = "Vuelve a generar el set con «mesa test-set new»."


def load(folder: Path, parameters: Parameters) -> TestSet:
    """The set in *folder*; ``BadInput`` where it is missing, incomplete or altered."""
    if not folder.is_dir():
        raise BadInput(f"No existe la carpeta {folder}. Indica en --test-set la que escribió «mesa test-set new».")
    text = _text(folder / ANSWERS)
    try:
        test_set = TestSet.from_answers(text, _notices(folder, json.loads(text)))
        _refuse_impossible(test_set)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, RecursionError):
        raise BadInput(f"{folder / ANSWERS} está incompleto o no es de un set de pruebas. {REMEDY}") from None
    _refuse_altered(test_set, parameters)
    return test_set


def _notices(folder: Path, data: Mapping[str, Any]) -> dict[str, str]:
    """The texts of the notices that ``answers.json`` lists, none from outside the folder."""
    names = [PurePosixPath(name) for name in data["notices"]]
    if any(name.is_absolute() or ".." in name.parts for name in names):
        raise ValueError("a notice outside the folder")
    return {str(name): _text(folder / name) for name in names}


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise BadInput(f"{file} no es texto UTF-8. {REMEDY}") from None
    except OSError as error:
        reason = "falta" if isinstance(error, FileNotFoundError) else "no se puede leer"
        raise BadInput(f"El set está incompleto: {reason} {file}. {REMEDY}") from None


def _refuse_impossible(test_set: TestSet) -> None:
    """Everything that judging reads has its form. Raises what ``load`` turns into a sentence."""
    texts = (test_set.id, test_set.rules_version, test_set.nrp, test_set.rfc, test_set.service_public_key)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(texts)
    for row in test_set.rows:
        _refuse_impossible_row(row)
    test_set.row(*test_set.receipt)
    places = {(row.section, row.number) for row in test_set.rows}
    if len(places) != len(test_set.rows) or {section for section, _ in places} != {"samples", "assessment"}:
        raise ValueError("rows twice, or a section without rows")


def _refuse_impossible_row(row: TestRow) -> None:
    texts = [row.nss, row.name, row.rfc, row.curp, row.credit_number, row.frequency, row.paid_on]
    texts += [row.hired_on, row.left_on, *row.case.values()]
    if type(row.number) is not int or not all(isinstance(text, str) for text in texts):
        raise TypeError(row.number)
    for day in ("period_start", "period_end"):
        date.fromisoformat(row.case[day])
    for step in STEPS:
        _refuse_impossible_answer(row.expected[step])
    if row.expected["withholding"] is None:
        raise ValueError("no withholding")


def _refuse_impossible_answer(text: str | None) -> None:
    if text is not None and not (isinstance(text, str) and Decimal(text).is_finite()):
        raise ValueError(text)


def _refuse_altered(test_set: TestSet, parameters: Parameters) -> None:
    """Answers are those that the rules give, notices those that the service sealed."""
    wrong = wrong_answers(test_set, parameters)
    if wrong:
        label = row_label(*wrong[0])
        raise BadInput(f"{ANSWERS} fue modificado: la fila {label} no tiene la respuesta que dan las reglas. {REMEDY}")
    for name, text in test_set.notices.items():
        if not _is_sealed(text, test_set.service_public_key):
            raise BadInput(f"El aviso {name} del set fue modificado: su sello no es válido. {REMEDY}")


def _is_sealed(text: str, public_key: str) -> bool:
    try:
        document = parse(text)
        return verify(public_key, canonical(without_seal(document)), str(document.get(SEAL)))
    except NoticeUnreadable:
        return False
