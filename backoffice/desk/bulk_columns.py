"""The columns of the frames of ``bulk``, made of columns of the database: each as a whole, no line by itself."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from backoffice.casework.house import House
from backoffice.domain.explained.spanish import said
from backoffice.domain.facts import SECTIONS, SEVERITIES, unpacked
from backoffice.domain.mistakes.sentences import WORDINGS
from backoffice.domain.verdict import RESULT_LABELS
from backoffice.domain.work import OUTCOME_LABELS, SUBMISSION_LABELS
from backoffice.domain.workflow import STATE_LABELS
from backoffice.records.columnar import MISSING, Binaries, Columns, in_order

#: Names of people and companies come again and again.
_one_line = lru_cache(maxsize=200_000)(said)
NAMES = {code: words.name for code, words in WORDINGS.items()}
KINDS = {"first": "Primera", "correction": "De correcciones"}


def by_arrival(files: Columns) -> Columns:
    """Oldest first; of one moment, by their ids."""
    high, low = np.frombuffer(files.binaries.pop("id").joined, dtype=">u8").reshape(-1, 2).T
    return in_order(files, np.lexsort((low, high, files.moments["received_at"])))


def by_opening(rounds: Columns) -> Columns:
    """Oldest first; of one moment, by folio and number."""
    folios = np.array(rounds.texts["folio"], dtype=str)
    return in_order(rounds, np.lexsort((rounds.numbers["round"], folios, rounds.moments["opened_at"])))


def understood(texts: Sequence[str | None]) -> list[list[Any]]:
    """The mistakes of each submission; the same few come again and again."""
    known: dict[str | None, list[Any]] = {text: json.loads(text) if text else [] for text in set(texts)}
    return [known[text] for text in texts]


def submission_columns(house: House, files: Columns, mistakes: Sequence[list[Any]]) -> dict[str, Any]:
    """The columns of ``SUBMISSIONS``; moments are in UTC."""
    numbers, texts = files.numbers, files.texts
    received, decided, due = files.moments["received_at"], files.moments["decided_at"], _days(numbers["due"])
    first = [known[0][0] if known else None for known in mistakes]
    resolved = _local_days(house, decided)
    return {
        **{name: texts[name] for name in ("folio", "nrp")},
        **{name: numbers[name] for name in ("round", "file")},
        **{name: _whole(numbers[name]) for name in ("wrong_samples", "wrong_assessment", "errors")},
        "company": _harmless(texts["company"]),
        "received_at": received,
        "state": _labelled(texts["state"], SUBMISSION_LABELS),
        "result": _labelled(texts["result"], RESULT_LABELS),
        "mistake": first,
        "cause": [NAMES[code] if code else None for code in first],
        "due": due.astype("datetime64[s]"),
        "decided_at": decided,
        "outcome": _labelled(texts["outcome"], OUTCOME_LABELS),
        "analyst": _harmless(texts["analyst"]),
        "business_days": _business_days(house, _local_days(house, received), resolved),
        "on_time": pd.arrays.BooleanArray(resolved <= due, np.isnat(resolved) | np.isnat(due)),
        "rehearsal": numbers["rehearsal"] == 1,
    }


def _days(since_1970: Any) -> Any:
    """Dates; ``NaT`` where there is none."""
    return since_1970.view("datetime64[D]")


def _local_days(house: House, moments: Any) -> Any:
    """The dates of moments (UTC) as people here read them."""
    local = pd.DatetimeIndex(moments, tz="UTC").tz_convert(house.settings.zone).tz_localize(None)
    return local.to_numpy().astype("datetime64[D]")


def _whole(numbers: Any) -> Any:
    """Numbers of which some are missing."""
    missing = numbers == MISSING
    return pd.arrays.IntegerArray(np.where(missing, 0, numbers), missing)


def _harmless(names: Sequence[str | None]) -> list[str | None]:
    """Names as one harmless line each; they come again and again."""
    known = {name: _one_line(name) if name else None for name in set(names)}
    return [known[name] for name in names]


def _labelled(words: Sequence[str | None], labels: Mapping[Any, str]) -> Any:
    """Words of ours as a category of their labels, those that occur, by name."""
    said_of = {str(getattr(word, "value", word)): label for word, label in labels.items()}
    there = sorted({said_of[word] for word in set(words) if word is not None})
    place: dict[str | None, int] = {word: there.index(label) for word, label in said_of.items() if label in there}
    place[None] = -1
    return _category(np.fromiter(map(place.__getitem__, words), "int8", len(words)), there)


def _business_days(house: House, after: Any, until: Any) -> Any:
    """Business days later than *after* and not later than *until* (local dates), as many as there are."""
    missing = np.isnat(after) | np.isnat(until)
    if missing.all():
        return _whole(np.full(len(after), MISSING))
    known = np.concatenate((after[~missing], until[~missing]))
    first, last = known.min(), known.max()
    every = np.arange(first, last + 1)
    counted = np.cumsum([house.calendar.is_business_day(day) for day in every.tolist()])
    start, end = (np.where(missing, first, days).astype("int64") - first.astype("int64") for days in (after, until))
    return pd.arrays.IntegerArray(counted[end] - counted[start], missing)


def round_columns(rounds: Columns) -> dict[str, Any]:
    """The columns of ``ROUNDS``; moments are in UTC."""
    numbers, texts = rounds.numbers, rounds.texts
    return {
        "folio": texts["folio"],
        **{name: numbers[name] for name in ("round", "files")},
        **rounds.moments,
        "company": _harmless(texts["company"]),
        "kind": _labelled(texts["kind"], KINDS),
        "deadline": _days(numbers["deadline"]).astype("datetime64[s]"),
        "case_state": _labelled(texts["case_state"], STATE_LABELS),
        "rehearsal": numbers["rehearsal"] == 1,
    }


def mistake_columns(mistakes: Sequence[list[Any]], submissions: dict[str, Any]) -> dict[str, Any]:
    """The columns of ``MISTAKES``: one line for each mistake of each submission."""
    places = np.repeat(np.arange(len(mistakes)), [len(known) for known in mistakes])
    found = [one for known in mistakes for one in known]
    return {
        **{name: [submissions[name][place] for place in places.tolist()] for name in ("folio", "company")},
        **{name: submissions[name][places] for name in ("round", "received_at")},
        "mistake": [code for code, _, _ in found],
        "cause": [NAMES[code] for code, _, _ in found],
        "rows": [rows for _, rows, _ in found],
        "of": [of for _, _, of in found],
    }


def finding_columns(packed: Binaries, words: dict[int, str]) -> dict[str, Any]:
    """The columns of ``FINDINGS``: unpacked all at once."""
    found = unpacked(packed.joined)
    sizes = packed.sizes // found.dtype.itemsize
    return {
        "submission": np.repeat(np.arange(len(sizes), dtype="int32"), sizes),
        "code": _named(found["code"], words),
        "severity": _category(found["severity"].astype("int8"), SEVERITIES),
        "tab": found["tab"].astype("uint8"),
        "section": _category(found["section"].astype("int8") - 1, SECTIONS[1:]),
        "number": found["number"].astype("uint16"),
        "cause": _named(found["cause"], words),
    }


def _named(numbers: Any, words: dict[int, str]) -> Any:
    """Numbers of words as a category; 0 is nothing."""
    ordered = sorted(words)
    codes = np.full(max(ordered, default=0) + 1, -1, dtype="int16")
    codes[ordered] = np.arange(len(ordered))
    return _category(codes[numbers], [words[number] for number in ordered])


def _category(codes: Any, names: Sequence[str]) -> Any:
    """A category of those names; -1 is nothing."""
    made: Any = pd.Categorical
    return made.from_codes(codes, list(names))
