"""The list of requirements names tests that are there, and each requirement once."""

import re
from collections import Counter

from backoffice.settings import ROOT

SAID = (ROOT / "docs" / "asvs.md").read_text("utf-8")
SHOWN, LEFT = SAID.split("## Left")
NAMED = sorted(set(re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", SAID)))


def test_every_test_that_is_named_exists() -> None:
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (ROOT / file).is_file() or f"def {name}(" not in (ROOT / file).read_text("utf-8")
    ]

    assert missing == []


def test_some_forty_requirements_are_shown_each_in_one_row() -> None:
    rows = [line.split("|")[1] for line in SHOWN.splitlines() if line.startswith("| V")]
    numbers = Counter(number for row in rows for number in re.findall(r"V\d+\.\d+\.\d+", row))

    assert len(numbers) >= 40
    assert {number for number, times in numbers.items() if times > 1} == set()
    assert not set(numbers) & set(re.findall(r"V\d+\.\d+\.\d+", LEFT))
    assert all("tests/" in line for line in SHOWN.splitlines() if line.startswith("| V"))
