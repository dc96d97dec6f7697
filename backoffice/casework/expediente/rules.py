"""The rules of a case: the dated official values as they were kept, and what stands behind each finding."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backoffice import official
from backoffice.casework.expediente.gathering import Flaw, Gathering, Made
from backoffice.domain.checks import CHECKS, Check
from backoffice.domain.parameters import Parameters, load
from backoffice.records.expediente import versions


def files(gathering: Gathering) -> Iterator[Made]:
    """The texts of every version that a set or a verdict of the case names."""
    for version in versions(gathering.kept.view):
        texts = texts_of(gathering, version)
        if texts is None:
            what = f"Valores oficiales de la versión {version}"
            gathering.flaws.append(Flaw(what, "Esa versión se usó antes de que la mesa las conservara."))
            continue
        for name, text in sorted(texts.items()):
            yield f"reglas/{version}/{name}.toml", text.encode()


def texts_of(gathering: Gathering, version: str) -> Mapping[str, str] | None:
    """The texts as they were kept; those in force where they are that version's."""
    if version in gathering.kept.rules:
        return gathering.kept.rules[version]
    return official.texts() if version == official.parameters().version else None


def behind(findings: Sequence[Mapping[str, Any]], texts: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """For each kind of finding, once a tab: what was demanded, how firm that is, and its sources.

    *texts* are those of the verdict's own rules; without them the rules in force speak.
    """
    parameters = load(texts) if texts is not None else official.parameters()
    kinds: dict[tuple[str, int | None], Mapping[str, Any]] = {}
    for finding in findings:
        kinds.setdefault((finding["code"], finding["tab"]), finding)
    return [
        {
            "finding": code,
            "tab": tab,
            "standing": finding["standing"],
            "checks": [_check(one, parameters) for one in checks_of(code, tab)],
        }
        for (code, tab), finding in sorted(kinds.items(), key=lambda kind: (kind[0][1] or 0, kind[0][0]))
    ]


def checks_of(code: str, tab: int | None) -> list[Check]:
    """The checks of a tab that give findings of that code; none where reading itself gave it."""
    return [check for check in CHECKS if check.tab == tab and code in {kind.code for kind in check.kinds}]


def _check(check: Check, parameters: Parameters) -> dict[str, Any]:
    named = [parameters.rules[code] for code in check.calculation if code in parameters.rules]
    return {
        "demand": check.demand,
        "whose": check.rule,
        "sources": [{"standing": one.standing, "document": one.document, "place": one.place} for one in check.sources],
        "rules": [
            {"code": rule.code, "text": rule.text, "standing": rule.standing, "source": rule.source} for rule in named
        ],
    }
