"""The official values and terms that ship with the desk, read once from the data files beside the domain."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from backoffice.domain.calendar import Calendar, PublishedDay
from backoffice.domain.calendar import published_days as parse_days
from backoffice.domain.calendar import published_years as parse_years
from backoffice.domain.parameters import Parameters, load
from backoffice.domain.signing import Purpose
from backoffice.domain.terms import Terms, parse


@cache
def texts() -> Mapping[str, str]:
    """The texts (TOML) of the parameters in force, by table."""
    folder = files("backoffice.domain.parameters") / "data"
    named = {entry.name.removesuffix(".toml"): entry.read_text("utf-8") for entry in folder.iterdir()}
    return MappingProxyType({name: text for name, text in named.items() if not name.startswith(".")})


@cache
def parameters() -> Parameters:
    """The parameters in force, all years. Raises ``BadParameters`` where a file was spoilt."""
    return load(texts())


@cache
def calendar() -> Calendar:
    """The business days in force. Raises ``BadParameters`` where the file of extra days was spoilt."""
    return Calendar({one.day: one.reason for one in published_days()})


@cache
def published_days() -> tuple[PublishedDay, ...]:
    """The institute's extra days that ship with the desk, with their sources. Raises as ``calendar`` does."""
    return parse_days(days_off_text())


@cache
def published_years() -> frozenset[int]:
    """The years of which the desk ships what the institute published, be it nothing."""
    return parse_years(days_off_text())


@cache
def days_off_text() -> str:
    """The file of extra days that ships with the desk."""
    return (files("backoffice.domain.calendar") / "data" / "days_off.toml").read_text("utf-8")


@cache
def terms(purpose: Purpose) -> Terms | None:
    """The terms in force that a signature for *purpose* accepts; sending evidence accepts none."""
    if purpose == Purpose.EVIDENCE:
        return None
    return parse((files("backoffice.domain.terms") / f"{purpose}.txt").read_text("utf-8"))
