"""The checks, as a table: the fact each demands, its tab, its Spanish sentence, and whose rule it is. In this order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from backoffice.domain.checks import schema_faults as sf
from backoffice.domain.checks import sources as so
from backoffice.domain.checks import tab1_notices as t1
from backoffice.domain.checks import tab2_amounts as t2
from backoffice.domain.checks import tab2_given as t2g
from backoffice.domain.checks import tab2_related as t2e
from backoffice.domain.checks import tab2_rows as t2r
from backoffice.domain.checks import tab2_steps as t2s
from backoffice.domain.checks import tab3_pictures as t3
from backoffice.domain.checks import tab4_form as t4f
from backoffice.domain.checks import tab4_receipt as t4
from backoffice.domain.checks import tab4_totals as t4t
from backoffice.domain.checks.matter import Matter
from backoffice.domain.checks.sources import Source
from backoffice.domain.checks.wording import Kind
from backoffice.domain.findings import Finding, Severity

Fact = Callable[[Matter], Iterator[Finding]]


class Rule(StrEnum):
    """Whose rule a check applies."""

    INSTITUTE = "institute"  # the public guide asks for it
    SANITY = "sanity"  # ours: it keeps evidence comparable or draws a person's eye


@dataclass(frozen=True, slots=True)
class Check:
    """One fact demanded of the evidence. ``demand`` is that fact in Spanish; ``kinds`` are all findings it may give.

    ``sources`` say where the demand comes from; ``calculation`` names the rules (``rules.toml``) by which it is judged.
    ``secret``: it needs right answers that an applicant does not have; then ``without_answers`` is what is left of it.
    """

    fact: Fact
    tab: int
    rule: Rule
    demand: str
    kinds: tuple[Kind, ...]
    sources: tuple[Source, ...] = ()
    calculation: tuple[str, ...] = ()
    secret: bool = False
    without_answers: Fact | None = None

    @property
    def open_fact(self) -> Fact | None:
        """What can be demanded of who reviews a workbook without the secret answers."""
        return self.without_answers if self.secret else self.fact

    @property
    def name(self) -> str:
        """The name of the fact."""
        return self.fact.__name__

    @property
    def severity(self) -> Severity:
        """The gravest of its findings."""
        order = list(Severity)
        return min((kind.severity for kind in self.kinds), key=order.index)


GUIDE, OURS = Rule.INSTITUTE, Rule.SANITY

CHECKS: tuple[Check, ...] = (
    Check(
        t1.the_archive_of_notices_is_there, 1, GUIDE,
        "La pestaña 1 trae el archivo comprimido con los avisos (.json) que devolvió el servicio.",
        (t1.ARCHIVE_MISSING, t1.ARCHIVE_WITHOUT_NOTICES),
        (so.GUIDE_TAB_1,),
    ),
    Check(
        t1.every_notice_is_present_once, 1, GUIDE,
        "Cada aviso del set está en el archivo, una vez.",
        (t1.NOTICE_MISSING, t1.NOTICES_MISSING, t1.NOTICE_REPEATED),
        (so.GUIDE_TAB_1,),
    ),
    Check(
        t1.every_notice_is_as_the_service_gave_it, 1, GUIDE,
        "Cada aviso es el que entregó el servicio, con su sello, sin modificar.",
        (t1.NOTICE_ALTERED,),
        (so.GUIDE_TAB_1, so.OUR_SEAL),
    ),
    Check(
        t1.no_notice_is_of_another_set, 1, GUIDE,
        "Ningún aviso es de otro set de pruebas.",
        (t1.NOTICE_FOREIGN, t1.NOTICES_FOREIGN),
        (so.GUIDE_NEW_SET, so.OUR_SEAL),
    ),
    Check(
        t1.every_json_file_is_readable, 1, OURS,
        "Cada archivo .json se puede leer.",
        (t1.NOTICE_UNREADABLE, t1.NOTICES_UNREADABLE),
        (so.OURS,),
    ),
    Check(
        t1.nothing_else_is_in_the_archive, 1, OURS,
        "El archivo solo trae avisos.",
        (t1.FILES_EXTRA,),
        (so.OURS,),
    ),
    Check(
        t2r.the_workbook_is_of_this_set, 2, GUIDE,
        "El libro es el del set de la ronda vigente.",
        (t2r.ANOTHER_SET,),
        (so.GUIDE_NEW_SET,),
    ),
    Check(
        t2r.both_sections_are_there, 2, GUIDE,
        "La pestaña 2 trae las secciones a) Muestras y b) Evaluación.",
        (t2r.TAB_MISSING, t2r.SECTION_MISSING),
        (so.GUIDE_TAB_2,),
    ),
    Check(
        t2r.the_answers_are_filled_in, 2, GUIDE,
        "Las filas vienen contestadas; la plantilla no regresa vacía.",
        (t2r.TAB_EMPTY, t2r.SECTION_EMPTY, t2r.ROW_UNANSWERED),
        (so.GUIDE_TAB_2,),
    ),
    Check(
        t2r.every_row_is_present_once, 2, GUIDE,
        "Cada fila del set está contestada una vez, y ninguna es ajena.",
        (
            t2r.ROW_MISSING, t2r.ROWS_MISSING, t2r.ROW_REPEATED, t2r.ROWS_REPEATED, t2r.ROW_UNKNOWN, t2r.ROWS_UNKNOWN,
            t2r.ROWS_OF_ANOTHER_SET, t2r.ROW_OF_TOTALS,
        ),
        (so.GUIDE_TAB_2,),
    ),
    Check(
        t2r.every_row_names_its_worker, 2, OURS,
        "El NSS y el crédito de cada fila son los del set.",
        (t2r.ROWS_NAMELESS, t2r.ROWS_HALF_NAMED, t2r.NSS_WRONG, t2r.CREDIT_WRONG, t2r.ROW_RENUMBERED, t2r.ROW_DOUBTFUL),
        (so.OURS,), ("one_row_one_worker",),
    ),
    Check(
        t2g.the_given_values_are_as_issued, 2, OURS,
        "Los datos que venían en la pestaña 2 siguen siendo los del set, se escriban como se escriban.",
        (t2g.GIVEN_CHANGED, t2g.MANY_GIVEN_CHANGED),
        (so.OURS,),
    ),
    Check(
        t2.every_sample_shows_the_steps_of_its_calculation, 2, GUIDE,
        "En a), cada paso del cálculo coincide con el oficial.",
        (
            *(kind for step, kind in t2.DIFFERS.items() if step != "withholding"),
            t2.TO_CONFIRM, t2.ROUNDING, t2.MISSING, t2.UNREADABLE, t2.IS_DATE, t2.ERROR_CELL, t2.NO_STORED_VALUE,
            t2.CLAIMED, t2.SHOULD_NOT_APPLY, t2.AS_ZERO,
        ),
        (so.GUIDE_TAB_2A,), so.CALCULATION,
    ),
    Check(
        t2.every_sample_has_the_right_withholding, 2, GUIDE,
        "En a), la retención total de cada fila es la oficial, con tolerancia de ±0.05 por periodo.",
        (
            t2.DIFFERS["withholding"], t2.TO_CONFIRM, t2.ROUNDING, t2.MISSING, t2.UNREADABLE, t2.IS_DATE,
            t2.ERROR_CELL, t2.NO_STORED_VALUE, t2.CLAIMED, t2.AS_ZERO,
        ),
        (so.GUIDE_TAB_2A, so.OUR_TOLERANCE), so.CALCULATION,
    ),
    Check(
        t2.every_assessment_row_has_the_right_withholding, 2, GUIDE,
        "En b), la retención total de cada fila es la oficial, con tolerancia de ±0.05 por periodo.",
        (
            t2.DIFFERS["withholding"], t2.TO_CONFIRM, t2.ROUNDING, t2.MISSING, t2.UNREADABLE, t2.IS_DATE,
            t2.ERROR_CELL, t2.NO_STORED_VALUE, t2.CLAIMED, t2.AS_ZERO,
        ),
        (so.GUIDE_TAB_2B, so.OUR_TOLERANCE), so.CALCULATION,
        secret=True, without_answers=t2.every_assessment_row_has_an_amount,
    ),
    Check(
        t2s.the_steps_of_each_sample_agree_with_each_other, 2, OURS,
        "En a), cada paso sale de los que tiene a su lado: los montos no vienen escritos a mano.",
        (t2s.STEPS_CONTRADICT, t2s.MANY_STEPS_CONTRADICT),
        (so.OURS,), ("daily_method", "factor_times_umi", "damage_insurance", "wage_available"),
    ),
    Check(
        t2e.related_rows_agree_with_each_other, 2, OURS,
        "Las filas relacionadas (un periodo y sus partes, un día más, el doble de base) no se contradicen.",
        (t2e.RELATED_ROWS_CONTRADICT,),
        (so.OURS,), ("daily_method", "percentage_of_sdi", "calendar_days", "round_once"),
        secret=True,
    ),
    Check(
        t2.every_amount_is_a_number, 2, OURS,
        "Las cifras son números, no textos.",
        (t2.AS_TEXT, t2.MANY_AS_TEXT),
        (so.OURS,),
    ),
    Check(
        t3.there_are_screenshots, 3, GUIDE,
        "La pestaña 3 trae al menos una pantalla del sistema.",
        (t3.PICTURES_MISSING,),
        (so.GUIDE_TAB_3,),
    ),
    Check(
        t3.each_screenshot_is_large_enough_to_be_read, 3, OURS,
        "Cada pantalla tiene tamaño para leerse.",
        (t3.PICTURES_TOO_SMALL, t3.PICTURE_TINY),
        (so.GUIDE_TAB_3, so.OURS),
    ),
    Check(
        t3.each_screenshot_shows_something, 3, OURS,
        "Ninguna pantalla es de un solo color.",
        (t3.PICTURES_BLANK, t3.PICTURE_BLANK),
        (so.GUIDE_TAB_3, so.OURS),
    ),
    Check(
        t3.each_screenshot_is_another_one, 3, OURS,
        "Ninguna pantalla se repite.",
        (t3.PICTURE_REPEATED,),
        (so.OURS,),
    ),
    Check(
        t4.the_receipt_is_there, 4, GUIDE,
        "La pestaña 4 trae el CFDI de nómina (XML).",
        (t4.CFDI_MISSING,),
        (so.GUIDE_TAB_4,),
    ),
    Check(
        t4.the_receipt_is_not_sealed, 4, GUIDE,
        "El CFDI viene sin sellar.",
        (t4.SEALED,),
        (so.GUIDE_TAB_4,),
    ),
    Check(
        t4f.the_receipt_is_a_payroll_cfdi_of_the_version_in_force, 4, GUIDE,
        "El recibo es un CFDI 4.0 de tipo N con un complemento de nómina 1.2.",
        (t4f.ANOTHER_VERSION, t4f.ANOTHER_TYPE, t4f.SEVERAL_PAYROLLS),
        (so.GUIDE_TAB_4, so.SAT_SCHEMAS),
    ),
    Check(
        t4f.the_receipt_satisfies_sats_schemas, 4, GUIDE,
        "El CFDI cumple los esquemas del SAT, salvo los tres atributos del sello.",
        (*dict.fromkeys(sf.REASONS.values()), t4f.SCHEMA_MORE),
        (so.GUIDE_TAB_4, so.SAT_SCHEMAS),
    ),
    Check(
        t4t.the_receipts_totals_add_up, 4, GUIDE,
        "Los totales del CFDI cuadran con sus importes.",
        (t4t.TOTALS,),
        (so.GUIDE_TAB_4, so.SAT_TOTALS),
    ),
    Check(
        t4.the_receipt_is_of_the_worker_employer_and_period_asked_for, 4, GUIDE,
        "El trabajador, el registro patronal y el periodo del CFDI son los del set.",
        (t4.NSS, t4.EMPLOYER, t4.PERIOD_START, t4.PERIOD_END),
        (so.GUIDE_TAB_4, so.SAT_PAYROLL), ("one_row_one_worker",),
    ),
    Check(
        t4.the_housing_credit_has_its_own_code, 4, GUIDE,
        "La deducción por el crédito de vivienda usa la clave 009 o 010.",
        (t4.DEDUCTION_MISSING, t4.WRONG_CODE, t4.INSURANCE_APART),
        (so.GUIDE_TAB_4, so.SAT_CODES),
    ),
    Check(
        t4.the_receipt_withholds_what_the_row_does, 4, GUIDE,
        "La deducción del CFDI es la retención oficial de la fila.",
        (t4.AMOUNT, t4.TO_CONFIRM, t4.ROUNDING),
        (so.GUIDE_TAB_4, so.OUR_TOLERANCE), so.CALCULATION,
    ),
    Check(
        t4.the_receipt_and_tab_2_carry_the_same_withholding, 4, OURS,
        "El CFDI y la pestaña 2 traen la misma retención para la fila.",
        (t4.OTHER_THAN_TAB_2,),
        (so.OURS,),
    ),
)  # fmt: skip
