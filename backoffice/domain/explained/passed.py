"""What was fine, read back from a verdict: the checks that nothing speaks against, by tab, with their counts. Pure.

A check that had nothing to look at (no archive, no receipt) has not passed: it is not told.
"""

from collections.abc import Callable
from dataclasses import dataclass

from backoffice.domain.checks.table import CHECKS, Check
from backoffice.domain.explained.compared import SECTIONS, is_compared
from backoffice.domain.explained.lights import TITLES
from backoffice.domain.findings import Finding, Section, Severity
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict

SAMPLES: tuple[Section, ...] = ("samples",)
ASSESSMENT: tuple[Section, ...] = ("assessment",)


@dataclass(frozen=True, slots=True)
class Passed:
    """One fact: how many (``22 de 22 renglones``, '' where nothing is counted), the fact, and whether all of them."""

    count: str
    fact: str
    whole: bool


@dataclass(frozen=True, slots=True)
class TabPassed:
    """What was fine in one tab."""

    title: str
    facts: tuple[Passed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How a check that passed is told.

    ``rows``: the sections whose rows it looks at one by one; ``in_part``: told too where only some of them are right;
    ``notices``: it counts notices; ``after``: checks that must have passed before it has anything to look at;
    ``unseen``: whether, in this verdict, it may have had nothing to look at all the same; ``since``: the engine that
    first made it, for a verdict of an earlier one says nothing of it.
    """

    rows: tuple[Section, ...] = ()
    in_part: bool = False
    notices: bool = False
    after: tuple[str, ...] = ()
    unseen: Callable[[Verdict, TestSet], bool] = lambda verdict, asked: False
    since: int = 1

    def is_silent(self, verdict: Verdict, asked: TestSet) -> bool:
        """Whether this verdict may not have looked at all."""
        engine = int(verdict.engine_version) if verdict.engine_version.isdecimal() else 0
        return engine < self.since or self.unseen(verdict, asked)


def some_answer_is_missing(verdict: Verdict, sections: tuple[Section, ...]) -> bool:
    """Some cell of these sections could not be read as an answer, or some row did not come."""
    absent = ("answer_", "row_missing", "row_unanswered")
    found = (f for f in verdict.findings if f.severity is Severity.ERROR and f.section in sections)
    return not all(is_compared(verdict, section) for section in sections) or any(
        finding.code.startswith(absent) for finding in found
    )


#: What must hold before the other checks of a tab have anything to look at.
ARCHIVE, SCREENS, RECEIPT = ("the_archive_of_notices_is_there",), ("there_are_screenshots",), ("the_receipt_is_there",)
VERSION = "the_receipt_is_a_payroll_cfdi_of_the_version_in_force"
FILLED = ("both_sections_are_there", "the_answers_are_filled_in")

#: Check → how it is told. One that is not here is never told as passed.
TOLD: dict[str, Telling] = {
    "the_archive_of_notices_is_there": Telling(),
    "every_notice_is_present_once": Telling(notices=True, after=ARCHIVE),
    "every_notice_is_as_the_service_gave_it": Telling(notices=True, after=(*ARCHIVE, "every_notice_is_present_once")),
    "no_notice_is_of_another_set": Telling(after=ARCHIVE),
    "every_json_file_is_readable": Telling(after=ARCHIVE),
    "nothing_else_is_in_the_archive": Telling(after=ARCHIVE),
    "the_workbook_is_of_this_set": Telling(after=(*FILLED, "every_row_is_present_once")),
    "both_sections_are_there": Telling(),
    "the_answers_are_filled_in": Telling(rows=SECTIONS, after=FILLED[:1]),
    "every_row_is_present_once": Telling(rows=SECTIONS, after=FILLED),
    "every_row_names_its_worker": Telling(rows=SECTIONS, after=(*FILLED, "every_row_is_present_once")),
    # whether the columns of the given values were found at all, a verdict does not say
    "the_given_values_are_as_issued": Telling(since=2, unseen=lambda verdict, asked: True),
    "every_sample_shows_the_steps_of_its_calculation": Telling(rows=SAMPLES, in_part=True, after=FILLED),
    "every_sample_has_the_right_withholding": Telling(rows=SAMPLES, in_part=True, after=FILLED),
    "every_assessment_row_has_the_right_withholding": Telling(rows=ASSESSMENT, in_part=True, after=FILLED),
    "the_steps_of_each_sample_agree_with_each_other": Telling(
        since=2, after=FILLED, unseen=lambda verdict, asked: some_answer_is_missing(verdict, SAMPLES)
    ),
    "related_rows_agree_with_each_other": Telling(
        since=2,
        after=FILLED,
        unseen=lambda verdict, asked: bool(verdict.diagnosis) or some_answer_is_missing(verdict, SECTIONS),
    ),
    "every_amount_is_a_number": Telling(after=FILLED),
    "there_are_screenshots": Telling(),
    "each_screenshot_is_large_enough_to_be_read": Telling(after=SCREENS),
    "each_screenshot_shows_something": Telling(since=2, after=SCREENS),
    "each_screenshot_is_another_one": Telling(after=SCREENS),
    "the_receipt_is_there": Telling(),
    VERSION: Telling(since=2, after=RECEIPT),
    "the_receipt_satisfies_sats_schemas": Telling(since=2, after=(*RECEIPT, VERSION)),
    "the_receipts_totals_add_up": Telling(since=2, after=(*RECEIPT, VERSION)),
    "the_receipt_is_not_sealed": Telling(after=RECEIPT),
    "the_receipt_is_of_the_worker_employer_and_period_asked_for": Telling(after=RECEIPT),
    "the_housing_credit_has_its_own_code": Telling(after=RECEIPT),
    "the_receipt_withholds_what_the_row_does": Telling(after=(*RECEIPT, "the_housing_credit_has_its_own_code")),
    "the_receipt_and_tab_2_carry_the_same_withholding": Telling(
        since=2,
        after=(*RECEIPT, "the_housing_credit_has_its_own_code", "the_receipt_withholds_what_the_row_does"),
        unseen=lambda verdict, asked: some_answer_is_missing(verdict, (asked.receipt[0],)),
    ),
}

_KNOWN = {kind.code for check in CHECKS for kind in check.kinds}


def passed(verdict: Verdict | None, asked: TestSet) -> tuple[TabPassed, ...]:
    """By tab; tabs in which nothing could be looked at are absent, and so is everything where nothing was read."""
    if verdict is None or verdict.result == "refused":
        return ()
    told = {tab: _of_tab(tab, verdict, asked) for tab in TITLES}
    return tuple(TabPassed(f"{tab} · {TITLES[tab]}", facts) for tab, facts in told.items() if facts)


def _of_tab(tab: int, verdict: Verdict, asked: TestSet) -> tuple[Passed, ...]:
    here = [finding for finding in verdict.findings if finding.tab == tab]
    if any(finding.severity is Severity.ERROR and finding.code not in _KNOWN for finding in here):
        return ()  # reading stumbled: what was not found may not have been looked at
    checks = [check for check in CHECKS if check.tab == tab]
    against = {check.name: [finding for finding in here if _is_of(finding, check)] for check in checks}
    facts = []
    for check in checks:
        telling = TOLD.get(check.name)
        if telling is None or telling.is_silent(verdict, asked) or any(against.get(name) for name in telling.after):
            continue
        facts.append(_passed(check, telling, against[check.name], verdict, asked))
    return tuple(filter(None, facts))


def _is_of(finding: Finding, check: Check) -> bool:
    """Whether a finding speaks against a check; a note only where the check gives nothing graver.

    Several checks share their kinds: then the section tells, or it speaks against all of them.
    """
    if finding.severity is Severity.NOTE and check.severity is not Severity.NOTE:
        return False
    sections = TOLD[check.name].rows if check.name in TOLD else ()
    of_section = finding.section is None or not sections or finding.section in sections
    return of_section and any(kind.code == finding.code for kind in check.kinds)


def _passed(check: Check, telling: Telling, against: list[Finding], verdict: Verdict, asked: TestSet) -> Passed | None:
    total = len(asked.notices) if telling.notices else sum(len(asked.section(section)) for section in telling.rows)
    if not against:
        return Passed(_counted(telling, total, total), check.demand, True)
    if not telling.in_part or not all(is_compared(verdict, section) for section in telling.rows):
        return None
    right = total - len({finding.number for finding in against})
    return Passed(_counted(telling, right, total), check.demand, False) if right else None


def _counted(telling: Telling, number: int, total: int) -> str:
    if not total:
        return ""
    one, many = ("muestra", "muestras") if telling.rows == SAMPLES else ("renglón", "renglones")
    if telling.notices:
        one, many = "archivo de avisos", "archivos de avisos"
    return f"{number:,} de {total:,} {one if total == 1 else many}"
