"""What the tabs say of a workbook: notices by their content, pictures alike, the receipt's folio, who wrote the file."""

from dataclasses import replace

import pytest

from backoffice.desk.case import OpenCase, open_case
from backoffice.desk.file_facts import Shown
from backoffice.desk.tabs import file, notices, pictures, receipt
from backoffice.desk.tabs.notices import Notice, judged
from backoffice.domain.copies.traces import Authorship, Receipt, Traces
from backoffice.domain.copies.twins import Twins
from backoffice.domain.evidence import Deduction, EmbeddedFile, Evidence, NoticeFile, Sheet
from backoffice.domain.notices import canonical, sealed
from backoffice.domain.test_set import TestSet
from backoffice.efirma.service_seal import rehearsal_seal
from tests.casework.world import World
from tests.checks.example import example_set, faultless
from tests.desk.hostile import EVERYTHING, HUGE
from tests.desk.test_queue import sent

SEAL = rehearsal_seal()
NOTICE = {"consulta": "2026-08-01", "set": "T-0001", "avisos": [{"nss": "10108500048", "facDescuento": "26.0528"}]}


def text_of(**differing: object) -> str:
    """The notice as the service gives it, but for *differing*: its seal stays that of the right one."""
    return canonical({**sealed(NOTICE, SEAL.sign), **differing}).decode()


def asked() -> TestSet:
    """A set of one notice, sealed by the key of rehearsals."""
    return replace(example_set(), notices={"avisos/uno.json": text_of()}, service_public_key=SEAL.public_key)


def notice_of(name: str, text: str) -> Notice:
    """What becomes of the set's notice where that one file came."""
    (found,), _ = judged([NoticeFile(name, text)], asked())
    return found


def opened(world: World, content: bytes, evidence: Evidence, traces: Traces | None = None, number: int = 1) -> OpenCase:
    """A case, of company *number*, whose workbook says that."""
    case = sent(world, content, number)
    house = replace(world.house, read=lambda _: evidence, traces=lambda _: traces or Traces())
    return replace(open_case(world.house, case.folio, world.task(case.folio).id), house=house)


def test_a_notice_is_known_by_its_content_whatever_it_is_called_and_its_seal_is_verified() -> None:
    found = notice_of("carpeta/otro.json", text_of())

    assert (found.name, found.tone, found.said) == ("uno.json", "ok", "como lo entregó el servicio, como «otro.json»")
    assert (found.seal, len(found.digest)) == ("válido", 12)


def test_other_spaces_are_the_same_notice() -> None:
    spaced = text_of().replace(",", ",\n  ")

    assert notice_of("uno.json", spaced) == notice_of("uno.json", text_of())


def test_a_changed_notice_shows_what_was_given_and_what_came() -> None:
    found = notice_of("uno.json", text_of(avisos=[{"nss": "10108500048", "facDescuento": "20.5000"}]))

    assert (found.tone, found.said, found.seal) == ("bad", "cambió", "no es válido")
    assert found.fields == (("avisos[0].facDescuento", '"26.0528"', '"20.5000"'),)


def test_a_field_that_is_gone_and_a_seal_that_is_another() -> None:
    assert notice_of("uno.json", text_of(avisos=[{"nss": "10108500048"}])).fields == (
        ("avisos[0].facDescuento", '"26.0528"', "no está"),
    )
    assert notice_of("uno.json", text_of(sello="AAAA")).fields == (("sello", "el del servicio", "otro"),)


def test_of_very_many_changes_the_first_are_shown_and_the_others_counted() -> None:
    found = notice_of("uno.json", text_of(**{f"campo{number}": EVERYTHING for number in range(20)}))

    assert (len(found.fields), found.more) == (6, "y 14 datos más")


def test_a_notice_that_did_not_come_is_missing_and_what_else_came_is_named() -> None:
    files = [
        NoticeFile("ajeno.json", text_of(set="T-9999", consulta="2026-09-01")),
        NoticeFile("roto.json", "{"),
        NoticeFile("lista.json", '{"a": 1}'),
        NoticeFile("__MACOSX/._uno.json", "x"),
    ]

    (found,), others = judged(files, replace(asked(), notices={"avisos/dos.json": text_of(consulta="2026-08-15")}))

    assert (found.tone, found.said, found.seal) == ("bad", "falta", "")
    assert others == [
        ("ajeno.json", "de otro set de pruebas"),
        ("roto.json", "no se puede leer como JSON"),
        ("lista.json", "no es un aviso"),
    ]


def test_a_notice_that_comes_twice_is_told_once_more() -> None:
    (found,), others = judged([NoticeFile("uno.json", text_of()), NoticeFile("copia.json", text_of())], asked())

    assert (found.tone, others) == ("ok", [("copia.json", "repetido")])


def test_the_notices_of_a_case_stand_in_its_tab(world: World) -> None:
    case = opened(world, b"right notices", replace(faultless(), notice_files=faultless().notice_files[:1]))

    shown = notices.shown(case)

    assert "1 aviso falta o cambió de 2." in shown
    assert "retencion-2.json" in shown


def test_pictures_that_come_twice_or_almost_are_marked_by_their_number() -> None:
    found = [Shown("3. Pantallas", "1 × 1", sha, "") for sha in ("aa", "bb", "aa", "cc")]

    marks = pictures.marks_of(found, [Twins("bb", "cc", 0.0042), Twins("bb", "zz", 0.0)])

    assert marks == {
        "aa": ["la misma, 2 veces"],
        "bb": ["casi igual a la 4: cambió 0.4 %"],
        "cc": ["casi igual a la 2: cambió 0.4 %"],
    }


def test_pictures_stand_over_what_each_should_show(world: World) -> None:
    wanted = pictures.wanted_of(example_set())

    assert [title for title, *_ in wanted] == [
        "1. Consulta del servicio", "2. Aviso en el expediente", "3. Cálculo de la retención", "4. Recibo de nómina",
    ]  # fmt: skip
    assert wanted[0][3].startswith("aviso: ")
    assert "crédito" in wanted[1][3]
    assert [what for *_, what in wanted[2:]] == ["retención: 1,490.41 (a-1)", "retención: 1,291.66 (b-1)"]


def test_a_discount_that_changed_is_shown_with_what_it_became() -> None:
    row = example_set().row("assessment", 1)
    changed = replace(row, case={**row.case, "discount_type": "3", "discount_value": "26.05", "changed_value": "30"})

    assert pictures.said_of_notice(changed) == f"Factor 26.05, después Factor 30, crédito {row.credit_number}"


def test_the_file_says_who_wrote_it_and_when_and_which_sheets_are_hidden(world: World) -> None:
    hidden = replace(faultless(), sheets=(*faultless().sheets, Sheet("apuntes", 3, 2, hidden=True)))
    wrote = Authorship("Rosa", "Luis", "2026-11-20T09:15:07", "2026-11-21T10:00:00", "Microsoft Excel", "")
    case = opened(world, b"right file", hidden, Traces(wrote))

    shown = file.shown(case)

    for name, value in (
        ("Autor", "Rosa"),
        ("Creado", "20/nov/2026, 09:15:07"),
        ("Guardado por última vez por", "Luis"),
        ("Guardado", "21/nov/2026, 10:00:00"),
        ("Programa", "Microsoft Excel"),
        ("Empresa en las propiedades", "no lo dice"),
    ):
        assert f"<dt>{name}</dt><dd><bdi>{value}</bdi></dd>" in shown
    assert "oculta" in shown.split("apuntes")[1]


@pytest.mark.parametrize("tab", [notices, file, receipt])
def test_hostile_contents_of_the_book_are_inert_and_short(world: World, tab: object) -> None:
    evil = EVERYTHING + HUGE
    cfdi = faultless().cfdi
    assert cfdi is not None
    hostile = replace(
        faultless(),
        sheets=tuple(Sheet(evil, 1, 1) for _ in range(300)),
        embedded=tuple(EmbeddedFile(evil, evil, "zip", (evil,)) for _ in range(300)),
        notice_files=tuple(NoticeFile(f"{number}{evil}.json", "{}") for number in range(300)),
        cfdi=replace(
            cfdi, issuer_rfc=evil, nss=evil, paid_on=evil, deductions=(_line(cfdi.deductions[0], evil),) * 300
        ),
    )
    wrote = Authorship(evil, evil, evil, evil, evil, evil)
    case = opened(world, b"right hostile", hostile, Traces(wrote, (Receipt(evil, evil, evil),)))

    shown = tab.shown(case)  # type: ignore[attr-defined]

    assert "<img src=x" not in shown
    assert "<script" not in shown
    assert "\u202e" not in shown
    assert len(shown) < 100_000


def _line(line: Deduction, text: str) -> Deduction:
    return replace(line, type=text, key=text, concept=text)
