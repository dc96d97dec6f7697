"""The corrections letter: causes first, then the rows with what differs, then everything else that is to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from backoffice.domain.calendar import Deadline
from backoffice.domain.errors import BadInput
from backoffice.domain.findings import Finding, Severity, row_label
from backoffice.domain.letters.letter import Letter, TestService

#: What each tab of the workbook holds, as a letter names it.
TAB_CONTENTS = {1: "los avisos", 2: "los cálculos", 3: "las pantallas", 4: "el CFDI"}
PICTURES = 3

WITHHOLDING = "Retención total"

#: The steps of tab 2 by the code of the finding that one differs; named as the workbook's columns.
STEPS = {
    "bimester_days_differs": "Días del bimestre",
    "unit_value_differs": "Valor UMI",
    "daily_amount_differs": "Descuento diario",
    "days_differs": "Días con retención",
    "amortization_differs": "Amortización",
    "insurance_differs": "Seguro de daños",
    "withholding_differs": WITHHOLDING,
}

#: A letter shows so many differing steps; beyond, of each row the first one and the last; and so many rows and points.
MOST_STEPS, MOST_ROWS, MOST_POINTS = 100, 50, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A mistake that explains rows: what it is, how it should be (both sentences), and the labels of the rows.

    ``mistake`` is its code; ``together`` the codes of those without which it does not explain all of its rows.
    """

    sentence: str
    remedy: str = ""
    rows: tuple[str, ...] = ()
    mistake: str = ""
    together: tuple[str, ...] = ()

    def acts_with(self, other: "Cause") -> bool:
        """Both acted at once, or neither explains its rows."""
        return self.mistake in other.together or other.mistake in self.together


@dataclass(frozen=True, slots=True)
class Difference:
    """One step of a row that came out otherwise; ``expected`` and ``found`` as the finding gives them."""

    label: str
    nss: str
    step: str
    cell: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class RowToCorrect:
    """A row of tab 2 with the steps that differ, in the order of the calculation."""

    label: str
    nss: str
    differences: tuple[Difference, ...]

    @property
    def has_wrong_withholding(self) -> bool:
        """The amount differs, not only a step on the way to it."""
        return any(line.step == WITHHOLDING for line in self.differences)

    def shortened(self) -> "RowToCorrect":
        """With the step where it begins to differ and the last one only."""
        ends = self.differences[:1] + self.differences[1:][-1:]
        return RowToCorrect(self.label, self.nss, ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsRequested(Letter):
    """What to correct in the closed round ``round``, and the set of the next one, attached.

    The answers of the closed set may be shown: it is no longer in play. ``findings`` are those of the verdict (notes
    are left out here), ``right_tabs`` the tabs where nothing is wrong, ``remarks`` the analyst's own sentences;
    ``deadline`` counts as if the letter were received on its date; ``service`` gives the new set's notices.
    """

    template = "corrections_requested"

    round: int
    deadline: Deadline
    attachment: str
    service: TestService | None = None
    findings: tuple[Finding, ...] = ()
    causes: tuple[Cause, ...] = ()
    right_tabs: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a letter that asks for nothing."""
        super(CorrectionsRequested, self).__post_init__()
        if not (self.to_correct or self.causes or self.remarks):
            raise BadInput("La carta de correcciones debe decir qué corregir: agrega un motivo.")

    @property
    def to_correct(self) -> tuple[Finding, ...]:
        """The findings without the notes."""
        return tuple(finding for finding in self.findings if finding.severity is not Severity.NOTE)

    @property
    def all_rows(self) -> tuple[RowToCorrect, ...]:
        """Every row in which a step differs."""
        grouped: dict[tuple[str, str], list[Difference]] = {}
        for line in filter(None, map(difference, self.to_correct)):
            grouped.setdefault((line.label, line.nss), []).append(line)
        return tuple(RowToCorrect(label, nss, tuple(found)) for (label, nss), found in grouped.items())

    @property
    def rows(self) -> tuple[RowToCorrect, ...]:
        """The rows that the letter shows, with all their steps where there is room."""
        shown = self.all_rows[:MOST_ROWS]
        return shown if not self.steps_left_out else tuple(row.shortened() for row in shown)

    @property
    def steps_left_out(self) -> bool:
        """Too many steps differ to show them all."""
        return sum(len(row.differences) for row in self.all_rows[:MOST_ROWS]) > MOST_STEPS

    @property
    def rows_left_out(self) -> int:
        """How many rows the letter does not show."""
        return max(0, len(self.all_rows) - MOST_ROWS)

    @property
    def explained(self) -> frozenset[str]:
        """The labels of the rows that some cause explains."""
        return frozenset(label for cause in self.causes for label in cause.rows)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Rows with a wrong withholding that no cause explains; empty where no cause is named at all."""
        wrong = (row.label for row in self.all_rows if row.has_wrong_withholding)
        return tuple(label for label in wrong if label not in self.explained) if self.causes else ()

    @property
    def wrong_steps_alone(self) -> tuple[str, ...]:
        """Rows in which steps differ and nothing else is wrong: the withholding is right."""
        doubted = {row_label(f.section, f.number) for f in self.all_points if f.section and f.number is not None}
        right = (row.label for row in self.all_rows if not row.has_wrong_withholding)
        return tuple(label for label in right if label not in self.explained | doubted)

    @property
    def causes_compete(self) -> bool:
        """Some row is explained by either of two causes: which of them it is, is not known."""
        return any(not one.acts_with(other) for one, other in self._causes_of_one_row)

    @property
    def causes_add_up(self) -> bool:
        """Some row is explained only by two causes at once."""
        return any(one.acts_with(other) for one, other in self._causes_of_one_row)

    @property
    def _causes_of_one_row(self) -> tuple[tuple[Cause, Cause], ...]:
        return tuple((a, b) for a, b in combinations(self.causes, 2) if set(a.rows) & set(b.rows))

    @property
    def all_points(self) -> tuple[Finding, ...]:
        """The errors that are told in a sentence."""
        return tuple(f for f in self.to_correct if f.severity is Severity.ERROR and difference(f) is None)

    @property
    def points(self) -> tuple[Finding, ...]:
        """The sentences that the letter shows."""
        return self.all_points[:MOST_POINTS]

    @property
    def points_left_out(self) -> int:
        """How many it does not."""
        return max(0, len(self.all_points) - MOST_POINTS)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """Warnings: worth a look, no reason by themselves to reject."""
        warnings = (f for f in self.to_correct if f.severity is Severity.WARNING and difference(f) is None)
        return tuple(warnings)[:MOST_POINTS]

    @property
    def right_contents(self) -> str:
        """``los avisos, las pantallas y el CFDI``; empty where no tab is right."""
        *before, last = [TAB_CONTENTS[tab] for tab in self.right_tabs] or [""]
        return f"{', '.join(before)} y {last}" if before else last

    @property
    def headline(self) -> str:
        """The conclusion, first of all; of causes, how many rows they explain."""
        if self.causes:
            kind = ("causa posible", "causas posibles") if self.causes_compete else ("causa", "causas")
            rows = counted(len(self.explained), "renglón", "renglones")
            others = f" y {len(self.unexplained)} sin causa identificada" if self.unexplained else ""
            where = f"en {rows}{others}" if self.explained else "por corregir"
            return f"Encontramos {counted(len(self.causes), *kind)} {where}"
        if self.all_rows:
            return f"Encontramos diferencias en {counted(len(self.all_rows), 'renglón', 'renglones')}"
        points = len(self.all_points) + len(self.remarks) or len(self.advice)
        return f"Encontramos {counted(points, 'punto', 'puntos')} por corregir"


def tabs_without_findings(findings: Iterable[Finding]) -> tuple[int, ...]:
    """The tabs where nothing but notes was found; none where a finding is about the whole workbook.

    Tab 3 is never among them: whether its pictures show what they should is seen by people alone.
    """
    wrong = {finding.tab for finding in findings if finding.severity is not Severity.NOTE}
    return () if None in wrong else tuple(tab for tab in TAB_CONTENTS if tab not in wrong and tab != PICTURES)


def difference(finding: Finding) -> Difference | None:
    """The finding as a line of the letter's table; ``None`` where it is better told by its sentence."""
    step = STEPS.get(finding.code)
    if step is None or finding.section is None or finding.number is None:
        return None
    if not (finding.expected and finding.found):
        return None
    label = row_label(finding.section, finding.number)
    return Difference(label, finding.nss or "", step, finding.cell or "", finding.expected, finding.found)


def counted(number: int, one: str, many: str) -> str:
    """``una causa``, ``un renglón``, ``7 renglones``."""
    if number == 1:
        return f"{'una' if one.startswith('causa') else 'un'} {one}"
    return f"{number} {many}"
