"""The folder of a test set: whatever is missing, spoilt or altered is one sentence, and nobody is judged by it."""

import json
import random

import pytest

from backoffice.cli.test_set_folder import load
from backoffice.domain.checks import judge
from backoffice.domain.errors import BadInput
from backoffice.domain.evidence import Evidence
from backoffice.official import parameters
from tests.evaluate.applicant import Applicant


def change(folder, **fields):
    """``answers.json`` with other fields."""
    file = folder / "answers.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **fields}))


def test_a_folder_that_is_not_there_is_one_sentence_and_stdout_stays_empty(evaluate, test_set, tmp_path):
    outcome = evaluate(Applicant(test_set), "--json", folder=tmp_path / "nada")

    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("No existe la carpeta ")
    assert outcome.err.count("\n") == 1


def test_a_folder_without_answers_says_which_file_is_missing(folder):
    (folder / "answers.json").unlink()

    with pytest.raises(BadInput, match=r"El set está incompleto: falta .*answers\.json"):
        load(folder, parameters())


def test_a_missing_notice_is_named(folder, test_set):
    name = sorted(test_set.notices)[0]
    (folder / name).unlink()

    with pytest.raises(BadInput, match=f"falta .*{name}"):
        load(folder, parameters())


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"{}", b'"x"', b"[" * 100_000, b"\xff\xfe{", b"1" * 5000]
)
def test_answers_that_are_none_are_refused(folder, content):
    (folder / "answers.json").write_bytes(content)

    with pytest.raises(BadInput, match=r"answers\.json (está incompleto|no es texto)"):
        load(folder, parameters())


def test_an_answer_that_the_rules_do_not_give_is_noticed(folder, test_set):
    rows = [row.to_json() for row in test_set.rows]
    rows[0]["expected"]["withholding"] = "1.00"
    change(folder, rows=rows)

    with pytest.raises(BadInput, match="fue modificado: la fila a-1 no tiene la respuesta que dan las reglas"):
        load(folder, parameters())


def test_a_case_changed_after_its_answer_was_computed_is_noticed(folder, test_set):
    rows = [row.to_json() for row in test_set.rows]
    rows[3]["discount_value"] = "1.00"
    change(folder, rows=rows)

    with pytest.raises(BadInput, match="fue modificado: la fila a-4"):
        load(folder, parameters())


def test_a_notice_of_the_set_that_was_edited_is_noticed(folder, test_set):
    name = sorted(test_set.notices)[0]
    (folder / name).write_text(test_set.notices[name].replace('"tipoCredito": "001"', '"tipoCredito": "002"'))

    with pytest.raises(BadInput, match=f"El aviso {name} del set fue modificado"):
        load(folder, parameters())


@pytest.mark.parametrize("name", ["../fuera.json", "/etc/passwd", "avisos/../../fuera.json"])
def test_notices_outside_the_folder_are_not_followed(folder, name):
    change(folder, notices=[name])

    with pytest.raises(BadInput, match="no es de un set de pruebas"):
        load(folder, parameters())


def test_any_field_lost_or_of_another_kind_is_one_sentence_or_can_be_judged(folder):
    file = folder / "answers.json"
    whole = {**json.loads(file.read_text()), "rules_version": "of another year"}
    dice = random.Random(7)
    outcomes = set()

    for _ in range(150):
        file.write_text(json.dumps(spoilt(whole, dice)))
        outcomes.add(judged_or_refused(folder))

    assert outcomes == {"inconsistent", "refused"}


def spoilt(whole, dice):
    """The document with one field lost or replaced."""
    copy = json.loads(json.dumps(whole))
    place = dice.choice([copy, dice.choice(copy["rows"]), dice.choice(copy["rows"])["expected"]])
    name = dice.choice(sorted(place))
    if dice.random() < 0.3:
        del place[name]
    else:
        place[name] = dice.choice([None, 7, -1, [], {}, "x", "NaN", "2026-02-30", True, 1e300])
    return copy


def judged_or_refused(folder):
    """What happens to an empty workbook judged by the folder."""
    try:
        return judge(Evidence(format="xls"), load(folder, parameters()), "00", parameters()).result
    except BadInput:
        return "refused"
