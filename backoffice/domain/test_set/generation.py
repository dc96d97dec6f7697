"""Make a test set of a secret seed: draw a pool, choose rows that tell all mistakes apart, give them workers."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from backoffice.domain.amortization import read_cases, withhold
from backoffice.domain.diagnosis.alternatives import tolerance
from backoffice.domain.diagnosis.power import Power, power
from backoffice.domain.errors import BadInput, BadParameters
from backoffice.domain.findings import Section
from backoffice.domain.mistakes.answers import TELLING, answers_of
from backoffice.domain.money import to_pesos
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import occasions
from backoffice.domain.test_set.candidate import Candidate, iso
from backoffice.domain.test_set.choice import choose, looks_exchanged, told_apart
from backoffice.domain.test_set.documents import Signer, document, notices_of
from backoffice.domain.test_set.draw import Draw
from backoffice.domain.test_set.expected import expected_steps
from backoffice.domain.test_set.model import Round, TestRow, TestSet
from backoffice.domain.test_set.occasions import ALWAYS, FIRST_NEW_ABSENCES, OCCASIONS, Setting
from backoffice.domain.test_set.people import Worker, employer, worker

MOST_ASSESSMENT_ROWS = 24
EARLIEST = date(2020, 3, 1)
ATTEMPTS = 5
POSSIBLE_SINCE = {"absences_discounted": FIRST_NEW_ABSENCES}

#: The samples: what each row shows, and its discount type. All have one part, so that every step has one value.
SAMPLES: tuple[tuple[Callable[[Setting], Candidate], str], ...] = (
    (occasions.first_of_bimester, "2"),
    (occasions.long_fortnight, "3"),
    (occasions.plain, "1"),
    (occasions.plain, "3"),
    (occasions.late_notice, "2"),
    (occasions.minimum_wage, "3"),
    (occasions.high_wage, "1"),
    (occasions.old_absences, "2"),
)
#: The sample whose payroll receipt is asked for: it carries the insurance.
RECEIPT: tuple[Section, int] = ("samples", 1)


class FallsShort(BadParameters):
    """A pool from which no set that tells all mistakes apart could be chosen."""


def generate(seed: bytes, round_: Round, on: date, signer: Signer, parameters: Parameters) -> TestSet:
    """The test set of *seed* for the day *on*: same seed, day and signing key, same set, byte for byte.

    Raises ``BadInput`` for an empty seed or a day out of range, ``BadParameters`` where an official value is missing
    or the set would fall short.
    """
    if not seed:
        raise BadInput("La semilla está vacía. Para un set de verdad usa al menos 32 dígitos al azar.")
    if on < EARLIEST:
        raise BadInput(f"El set de pruebas debe ser del {EARLIEST} o posterior; la fecha dice {on}.")
    making = Making(Draw(seed, f"{round_} {on.isoformat()}"), round_, on, signer, parameters)
    setting = Setting(making.draw.child("samples"), on, parameters)
    samples = [sample(setting, occasion, kind) for occasion, kind in SAMPLES]
    return assemble(making, {"samples": samples, "assessment": assessment(making, samples)})


@dataclass(frozen=True, slots=True)
class Making:
    """What a set is made of."""

    draw: Draw
    round: Round
    on: date
    signer: Signer
    parameters: Parameters


def sample(setting: Setting, occasion: Callable[[Setting], Candidate], kind: str) -> Candidate:
    """One sample row of the wished type, in one part."""
    while True:
        found = occasion(setting)
        if found.discount_type == kind and len(computed([found], setting.parameters)[1]) == 1:
            return found


def assessment(making: Making, samples: Sequence[Candidate]) -> list[Candidate]:
    """The rows that judge: chosen so that every two methods differ on one of them, in an order that says nothing.

    No mistake may look as if the answers of rows, *samples* included, had only been exchanged.
    """
    shown = answers_of(read_cases([candidate.texts() for candidate in samples]), making.parameters)
    for attempt in range(ATTEMPTS):
        setting = Setting(making.draw.child(f"assessment {attempt}"), making.on, making.parameters)
        related = occasions.family(setting)
        pool = related + [occasion(setting) for occasion, count in OCCASIONS.items() for _ in range(count)]
        refuse_errors(computed(pool, making.parameters)[0])
        answers = answers_of(read_cases([candidate.texts() for candidate in pool]), making.parameters)
        apart = told_apart(answers[:, possible_methods(making.on)], tolerance(making.parameters, making.on))
        chosen = choose(apart, range(len(related)), always(pool), MOST_ASSESSMENT_ROWS)
        whole = np.vstack([shown, answers[chosen]])
        if apart[chosen].any(axis=0).all() and not looks_exchanged(whole, tolerance(making.parameters, making.on)):
            return [pool[row] for row in sorted(chosen, key=lambda _: setting.draw.below(1 << 32))]
    raise FallsShort("No fue posible elegir renglones que distingan todos los errores; usa otra semilla.")


def always(pool: Sequence[Candidate]) -> list[list[int]]:
    """The rows of each occasion that every set shows; an occasion that its day does not allow is left out."""
    groups = ([row for row, candidate in enumerate(pool) if candidate.occasion == name] for name in ALWAYS)
    return [group for group in groups if group]


def possible_methods(on: date) -> list[int]:
    """The columns of ``answers_of`` that can differ on the day *on*: before the reform no absence counted too much."""
    return [0] + [n for n, code in enumerate(TELLING, start=1) if on >= POSSIBLE_SINCE.get(code, date.min)]


def computed(candidates: Sequence[Candidate], parameters: Parameters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows and parts of the right calculation."""
    found = withhold(read_cases([candidate.texts() for candidate in candidates]), parameters)
    return found.rows, found.parts


def refuse_errors(rows: pd.DataFrame) -> None:
    """A row that cannot be computed stops the set: usually a yearly value is not there yet."""
    for error in rows["error"]:
        if error:
            raise BadParameters(f"No se puede emitir el set de pruebas: {error}")


def assemble(making: Making, candidates: dict[Section, list[Candidate]]) -> TestSet:
    """Give every row a worker, its notices and its answers."""
    who, set_id = employer(making.draw.child("employer")), identifier(making.draw, making.on)
    strength = power_of(candidates["assessment"], making)
    rows: list[TestRow] = []
    notices: dict[str, str] = {}
    for section, chosen in candidates.items():
        table, parts = computed(chosen, making.parameters)
        refuse_errors(table)
        for number, candidate in enumerate(chosen, start=1):
            stream = making.draw.child(candidate.family or f"{section} {number}")
            person = worker(stream)
            expected = expected_steps(table.iloc[number - 1], parts[parts["row"] == number - 1])
            rows.append(row(Placed(section, number, candidate, older(candidate, making.on)), person, expected))
            sent = notices_of(candidate, person, stream, making.parameters)
            notices[f"avisos/{person.nss}.json"] = document(who, person, sent, set_id, making.signer)
    return TestSet(
        id=set_id,
        round=making.round,
        on=making.on,
        rules_version=making.parameters.version,
        nrp=who.nrp,
        rfc=who.rfc,
        employer_name=who.name,
        service_public_key=making.signer.public_key,
        rows=tuple(rows),
        receipt=RECEIPT,
        notices=notices,
        discriminates=strength.mistakes,
        hardest=strength.hardest,
        smallest_gap=to_pesos(strength.smallest_gap),
    )


def power_of(judged: Sequence[Candidate], making: Making) -> Power:
    """What the assessment rows can tell."""
    answers = answers_of(read_cases([candidate.texts() for candidate in judged]), making.parameters)
    return power(answers[:, 0], answers[:, 1:], TELLING, tolerance(making.parameters, making.on))


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate with its place in tab 2. ``label`` names the fiscal year of an older period, else ''."""

    section: Section
    number: int
    candidate: Candidate
    label: str


def older(candidate: Candidate, on: date) -> str:
    """A label for a period of a fiscal year before the last one."""
    year = candidate.period.start.year
    return f" (ejercicio {year})" if year < on.year - 1 else ""


def identifier(draw: Draw, on: date) -> str:
    """A name for the set that tells nothing of its seed."""
    return f"SP-{on.year}-{hashlib.sha256(draw.child('identifier').digits(60).encode()).hexdigest()[:10].upper()}"


def row(placed: Placed, person: Worker, expected: dict[str, str | None]) -> TestRow:
    """One row of the set."""
    candidate = placed.candidate
    return TestRow(
        section=placed.section,
        number=placed.number,
        nss=person.nss,
        name=person.name + placed.label,
        rfc=person.rfc,
        curp=person.curp,
        credit_number=person.credit_number,
        frequency=candidate.period.frequency,
        paid_on=iso(candidate.paid_on),
        hired_on=iso(candidate.hired_on),
        left_on=iso(candidate.left_on),
        unified_only="yes" if candidate.unified_only else "no",
        case=candidate.columns(),
        expected=expected,
    )
