"""Tab 2a, against itself: figures that do not follow from those beside them. What differs from the official ones is
told elsewhere; this is what no calculation gives."""

from collections.abc import Iterator
from decimal import Decimal

from backoffice.domain.checks.comparison import number_in
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.mistaken import is_given_by, mistaken_figures
from backoffice.domain.checks.rows import Pair
from backoffice.domain.checks.sums import MONEY_STEPS, Sum, in_words, official_figures, rounded, spoken, sums
from backoffice.domain.checks.wording import Kind, gathered, in_pesos, plain, step_words
from backoffice.domain.findings import Finding, Severity, Standing

TAB = 2
#: So many are told one by one.
MOST = 8

STEPS_CONTRADICT = Kind(
    "steps_contradict",
    Severity.WARNING,
    "Fila {label}: {sum} da {right}, y {step} dice {given}. Una cifra no sale de las otras; confirma que son las que "
    "calculó tu sistema.",
    Standing.PROPOSED,
)
MANY_STEPS_CONTRADICT = Kind(
    "many_steps_contradict",
    Severity.WARNING,
    "En {count} pasos de la sección a) la cifra no sale de las que tiene a su lado ({places}). Confirma que son las "
    "que calculó tu sistema.",
    Standing.PROPOSED,
)


def the_steps_of_each_sample_agree_with_each_other(matter: Matter) -> Iterator[Finding]:
    """In a), each step follows from those it is made of, be they right or wrong, within the rounding of what is shown.

    Where those are right, the difference itself has been told; and what a mistake that was named would show is no
    contradiction.
    """
    wrong = matter.wrong_steps("samples")
    found = [
        _finding(pair, one)
        for pair in matter.rows["samples"].pairs
        if pair.row.number in wrong
        for one in _broken(matter, pair, wrong[pair.row.number])
    ]
    yield from gathered(found, MANY_STEPS_CONTRADICT, MOST)


def _broken(matter: Matter, pair: Pair, wrong: set[str]) -> list[Sum]:
    """The sums that do not hold though the official ones do, of steps of which one is wrong; not those of a mistake."""
    tolerance = Decimal(matter.limits.tolerance_centavos) / 100
    row, figures, right = pair.row, _figures(pair), official_figures(pair.row)
    holding = {one.formula for one in sums(row, right, tolerance) if one.holds}
    broken = [
        one
        for one in sums(row, figures, tolerance)
        if not one.holds and one.formula in holding and wrong.intersection(one.formula.of)
    ]
    for others in mistaken_figures(matter.diagnosis, matter.possible, (row.section, row.number)) if broken else ():
        broken = [one for one in broken if not is_given_by(one, figures, others, right, tolerance)]
    return broken


def _figures(pair: Pair) -> dict[str, Decimal]:
    """The numbers of a row by step."""
    found = ((step, number_in(answer)) for step, answer in pair.answer.answers.items())
    return {step: number for step, number in found if number is not None}


def _finding(pair: Pair, broken: Sum) -> Finding:
    row, step = pair.row, broken.formula.step
    right = rounded(step, broken.gives)
    in_file = in_pesos if step in MONEY_STEPS else plain
    words = {
        **step_words(step),
        "label": row.label,
        "sum": in_words(broken.formula, row, _figures(pair)),
        "right": spoken(step, right),
        "given": spoken(step, broken.shown),
    }
    return STEPS_CONTRADICT.finding(
        words=words,
        tab=TAB,
        cell=pair.answer.answers[step].cell or None,
        section=row.section,
        number=row.number,
        nss=row.nss,
        expected=in_file(right),
        found=in_file(broken.shown),
    )
