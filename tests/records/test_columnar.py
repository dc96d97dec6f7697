"""Columns that the database puts together are the values of the rows, whatever is in them."""

from datetime import datetime

import numpy as np
from sqlalchemy import BigInteger, DateTime, Engine, Integer, LargeBinary, Text, column, select, values
from sqlalchemy.orm import Session

from backoffice.records.columnar import MISSING, in_order, read_columns

LINES = values(
    column("number", Integer),
    column("large", BigInteger),
    column("moment", DateTime(timezone=True)),
    column("text", Text),
    column("packed", LargeBinary),
    name="lines",
)
HOSTILE = '"],["\\\x1f\n</script>ñ€'
THREE = (
    (1, 2**62, datetime.fromisoformat("2026-11-26T23:59:59.999999-06:00"), HOSTILE, b"\x00\xff"),
    (None, None, None, None, None),
    (-7, -1, datetime.fromisoformat("1969-12-31T23:59:59Z"), "", b""),
)


def test_numbers_moments_texts_and_bytes_arrive_as_they_are_also_where_there_are_none(engine: Engine) -> None:
    with Session(engine) as session:
        found = read_columns(session, select(LINES.data(list(THREE))))

    assert found.numbers["number"].tolist() == [1, MISSING, -7]
    assert found.numbers["large"].tolist() == [4611686018427387904, MISSING, -1]
    assert [str(one) for one in found.moments["moment"]] == [
        "2026-11-27T05:59:59.999999",
        "NaT",
        "1969-12-31T23:59:59.000000",
    ]
    assert found.texts["text"] == [HOSTILE, None, ""]
    assert (found.binaries["packed"].joined, found.binaries["packed"].sizes.tolist()) == (b"\x00\xff", [2, 0, 0])


def test_no_rows_are_columns_of_nothing(engine: Engine) -> None:
    query = select(LINES.data(list(THREE))).where(column("number") == 99)

    with Session(engine) as session:
        found = read_columns(session, query)

    assert (found.numbers["number"].tolist(), found.moments["moment"].tolist(), found.texts["text"]) == ([], [], [])
    assert (found.binaries["packed"].joined, found.binaries["packed"].sizes.tolist()) == (b"", [])


def test_lines_are_put_in_order_in_every_column(engine: Engine) -> None:
    with Session(engine) as session:
        found = in_order(read_columns(session, select(LINES.data(list(THREE)))), np.array([2, 0, 1]))

    assert found.numbers["number"].tolist() == [-7, 1, MISSING]
    assert found.texts["text"] == ["", HOSTILE, None]
    assert [str(one)[:4] for one in found.moments["moment"]] == ["1969", "2026", "NaT"]
    assert (found.binaries["packed"].joined, found.binaries["packed"].sizes.tolist()) == (b"\x00\xff", [0, 2, 0])
