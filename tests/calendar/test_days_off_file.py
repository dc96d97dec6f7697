"""The file of extra days: what is wrong in it is named."""

import pytest

from backoffice.domain.calendar import Calendar, published_years
from backoffice.domain.errors import BadParameters


def published(days: str, year: str = "2026", source: str = '"Aviso"') -> str:
    return f"[[published]]\nyear = {year}\nsource = {source}\ndays = {days}\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (published('[{ from = "2026-02-30", reason = "x" }]'), "«2026-02-30» no es una fecha"),
        (published('[{ from = "24/12/2026", reason = "x" }]'), "«24/12/2026» no es una fecha"),
        (published('[{ from = "2026-12-24", to = "pronto", reason = "x" }]'), "«pronto» no es una fecha"),
        (published("[{ from = 20261224, reason = 'x' }]"), "«20261224» no es una fecha"),
        (published('[{ from = "2025-12-24", reason = "x" }]'), "2025-12-24, que es de otro año"),
        (published('[{ from = "2026-04-03", to = "2026-04-01", reason = "x" }]'), "2026-04-03 a 2026-04-01"),
        (published('[{ from = "2026-01-02", to = "2026-12-30", reason = "x" }]'), "2026-01-02 a 2026-12-30"),
        (published('[{ from = "2026-12-24", reason = "x" }, { from = "2026-12-24", reason = "y" }]'), "repite el"),
        (published('[{ from = "2026-12-24" }]'), "necesita «from» y «reason»"),
        (published('["2026-12-24"]'), "necesita «from» y «reason»"),
        (published("[]", source='""'), "del año «2026»"),
        (published("[]", year='"dos mil"'), "del año «dos mil»"),
        (
            published('[{ from = "2026-12-24", reason = "x", until = "2026-12-31" }]'),
            "no se entiende «until»: ahí van from",
        ),
        (published("[]") + 'reason = "x"\n', "no se entiende «reason»: ahí van year, source, days y nada más"),
        (published("[]") + "\n[otra]\n", "secciones [[published]], y nada más"),
        ("[[published]]\nyear = 2026\n", "necesita year, source y days"),
        ("published = 3", "secciones [[published]]"),
        ("published = [3]", "necesita year, source y days"),
        ("[[published", "no se puede leer"),
    ],
)
def test_a_slip_in_the_file_is_refused_with_a_sentence_that_names_it(text, named):
    with pytest.raises(BadParameters) as refusal:
        Calendar.from_text(text)

    assert named in str(refusal.value)


def test_an_empty_file_leaves_the_days_of_the_law():
    assert Calendar.from_text("").extra == {}


def test_a_date_may_be_written_without_quotes():
    calendar = Calendar.from_text(published("[{ from = 2026-12-24, reason = 'Nochebuena' }]"))

    assert list(calendar.extra.values()) == ["Nochebuena"]


def test_a_year_of_which_nothing_was_published_is_known_all_the_same():
    assert published_years(published("[]")) == {2026}
    assert published_years("") == frozenset()
