"""Whose rule a difference breaks: in a sentence, how firm it is, and where it stands. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backoffice.domain.checks.table import CHECKS
from backoffice.domain.explained.values import STANDINGS
from backoffice.domain.mistakes import rule_broken
from backoffice.domain.parameters import Parameters

#: A row names so many rules.
MOST_RULES = 4


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """A rule: what it demands, how firm it is, in words, and its source with article or page."""

    text: str
    standing: str
    source: str


def rules_said(codes: Iterable[str], findings: Iterable[str], parameters: Parameters) -> tuple[RuleSaid, ...]:
    """The rules that the mistakes of those *codes* break; without any, those of the checks that gave *findings*."""
    broken = dict.fromkeys(rule_broken(code) for code in codes)
    found = [_of_calculation(code, parameters) for code in broken if code in parameters.rules]
    return tuple(dict.fromkeys(found or checks_said(findings)))[:MOST_RULES]


def _of_calculation(code: str, parameters: Parameters) -> RuleSaid:
    rule = parameters.rules[code]
    return RuleSaid(rule.text, STANDINGS[rule.standing], rule.source)


def checks_said(findings: Iterable[str]) -> Iterator[RuleSaid]:
    """What the checks demand that gave findings of those codes, a rule for each source."""
    wanted = set(findings)
    for check in CHECKS:
        if wanted & {kind.code for kind in check.kinds}:
            for source in check.sources:
                yield RuleSaid(check.demand, STANDINGS[source.standing], f"{source.document}, {source.place}")
