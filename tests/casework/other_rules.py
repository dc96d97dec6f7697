"""Official values that are not in force: what a supervisor would try."""

from backoffice import official

IN_2026 = "[[values]]\nfrom = 2026-01-01"


def with_umi(value: str) -> dict[str, str]:
    """The tables in force, but for the UMI of 2026 (100.81 in truth)."""
    before, mark, after = official.texts()["umi"].partition(IN_2026)
    assert "100.81" in after
    return {**official.texts(), "umi": before + mark + after.replace("100.81", value)}


def without_umi_of_2026() -> dict[str, str]:
    """The tables in force, but for the UMI, which ends with 2025."""
    return {**official.texts(), "umi": official.texts()["umi"].partition(IN_2026)[0]}
