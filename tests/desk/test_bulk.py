"""All submissions as typed frames, and plots that say something even without data."""

from datetime import date

import pandas as pd
from matplotlib.figure import Figure

from backoffice.desk.bulk import MISTAKES, SUBMISSIONS, columns, everything, frequency
from backoffice.desk.decided import decided_frame
from backoffice.desk.frames import frame_page
from backoffice.desk.plots import days_to_decision, frequent_mistakes
from backoffice.domain.work import Outcome
from tests.casework.world import World
from tests.desk.hostile import EVERYTHING
from tests.desk.test_queue import sent


def story(world: World) -> None:
    """One case with UMA for UMI, sent back two days later; one right, still waiting; one damaged file."""
    first = sent(world, b"uma", 1)
    world.clock.forward(minutes=1)
    sent(world, b"right", 2)
    world.clock.forward(minutes=1)
    sent(world, b"damaged", 3)
    world.clock.forward(days=2)
    world.decided(first.folio, Outcome.CORRECTIONS)


def words_of(figure: Figure) -> str:
    """Every text of a figure."""
    axes = figure.axes[0]
    labels = [text.get_text() for text in (*axes.texts, *axes.get_yticklabels())]
    return " ".join([axes.get_title("left"), axes.get_xlabel(), axes.get_ylabel(), *labels])


def test_every_submission_is_a_line_with_its_result_its_cause_and_its_days(world: World) -> None:
    story(world)

    frame = everything(world.house).submissions

    assert list(frame["result"]) == ["Con inconsistencias", "Sin inconsistencias", "El archivo no se pudo leer"]
    assert list(frame["state"]) == ["Evaluado", "Evaluado", "Devuelto"]
    assert list(frame["mistake"].fillna("")) == ["uma_for_umi", "", ""]
    assert list(frame["cause"].fillna("")) == ["UMA por UMI", "", ""]
    assert list(frame["wrong_assessment"]) == [1, 0, 0]
    assert frame["business_days"].iloc[0] == 2
    assert bool(frame["on_time"].iloc[0]) is True
    assert frame["due"].iloc[0].date() == date(2026, 11, 30)
    assert frame[["outcome", "analyst"]].iloc[0].tolist() == ["Con correcciones", "ana"]
    assert frame["decided_at"].isna().tolist() == [False, True, True]


def test_each_mistake_is_a_line_and_is_counted_once_a_submission(world: World) -> None:
    story(world)
    sent(world, b"uma", 4)

    mistakes = everything(world.house).mistakes

    assert mistakes[["mistake", "rows", "of"]].values.tolist() == [["uma_for_umi", 1, 1], ["uma_for_umi", 1, 1]]
    assert dict(frequency(mistakes)) == {"UMA por UMI": 2}


def test_the_frames_have_the_documented_types_with_and_without_lines(world: World) -> None:
    empty = everything(world.house)
    story(world)
    full = everything(world.house)

    for found in (empty, full):
        assert [str(kind) for kind in found.submissions.dtypes] == [
            "string", "string", "string", "int64", "int64", "datetime64[us, America/Mexico_City]", "category",
            "category", "Int64", "Int64", "Int64", "string", "string", "datetime64[s]",
            "datetime64[us, America/Mexico_City]", "category", "string", "Int64", "boolean", "bool",
        ]  # fmt: skip
        assert list(found.mistakes.columns) == list(MISTAKES)
    assert len(empty.submissions) == 0


def test_reading_twice_gives_the_same_frames(world: World) -> None:
    story(world)

    first, second = everything(world.house), everything(world.house)

    assert first.submissions.equals(second.submissions)
    assert first.mistakes.equals(second.mistakes)


def test_every_column_is_explained() -> None:
    explained = columns(SUBMISSIONS)

    assert explained["columna"].tolist()[:3] == ["folio", "company", "nrp"]
    assert explained["significado"].str.len().gt(0).all()


def test_plots_without_data_say_what_will_appear(world: World) -> None:
    nothing = everything(world.house)

    assert "Todavía no hay errores identificados." in words_of(frequent_mistakes(nothing.mistakes))
    assert "Todavía no hay casos resueltos." in words_of(days_to_decision(nothing.submissions, 5))


def test_plots_are_titled_and_labelled_in_spanish(world: World) -> None:
    story(world)
    found = everything(world.house)

    mistakes, days = words_of(frequent_mistakes(found.mistakes)), words_of(days_to_decision(found.submissions, 5))

    assert "Los errores de cálculo más frecuentes" in mistakes
    assert "UMA por UMI" in mistakes
    assert "Tiempo de resolución frente al plazo de 5 días hábiles" in days
    assert "Días hábiles entre la recepción y la resolución" in days


def test_late_decisions_are_told_apart_by_more_than_their_colour() -> None:
    frame = pd.DataFrame({"business_days": pd.array([1, 3, 3, 8], dtype="Int64")})

    axes = days_to_decision(frame, 5).axes[0]

    assert [(round(bar.get_x() + 0.4), bar.get_height(), bar.get_hatch() or "") for bar in axes.patches] == [
        (1, 1, ""),
        (3, 2, ""),
        (8, 1, "//"),
    ]
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["En plazo", "Fuera de plazo"]


def test_a_table_escapes_shortens_and_counts() -> None:
    frame = pd.DataFrame({"company": [EVERYTHING] * 1000, "round": [1234] * 1000, "on_time": [None] * 1000})

    shown = frame_page(frame, title="Archivos recibidos", nothing="")

    assert "<img" not in shown
    assert "<script" not in shown
    assert "\u202e" not in shown
    assert "Se muestran 200 de 1,000 renglones." in shown
    assert ">1,234<" in shown.replace("<bdi>", "").replace("</bdi>", "<")


def test_an_empty_table_is_kind() -> None:
    shown = frame_page(pd.DataFrame({"folio": []}), title="Archivos recibidos", nothing="Aquí aparece cada archivo.")

    assert "Aquí aparece cada archivo." in shown


def test_decisions_are_listed_the_newest_first_since_a_moment(world: World) -> None:
    story(world)
    before = world.clock.now
    world.clock.forward(days=10)
    late = sent(world, b"right", 4)
    world.clock.forward(days=20)
    world.decided(late.folio, Outcome.APPROVE)

    all_of_them = decided_frame(world.house, before)
    recent = decided_frame(world.house, world.clock.now)

    assert list(all_of_them["Resolución"]) == ["Aprobado", "Con correcciones"]
    assert list(all_of_them["A tiempo"]) == [False, True]
    assert list(recent["Folio"]) == [late.folio]
