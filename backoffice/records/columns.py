"""The kinds of columns the tables are made of. Instants are UTC; words are stored as texts."""

from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, DateTime, Enum, ForeignKey, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field


def identity() -> Any:
    """A primary key that names one row for ever."""
    return Field(default_factory=uuid4, sa_column=Column(Uuid, primary_key=True))


def reference(target: str, *, unique: bool = False, index: bool = True) -> Any:
    """A row of another table (``"cases.id"``)."""
    return Field(sa_column=Column(Uuid, ForeignKey(target), nullable=False, unique=unique, index=index and not unique))


def reference_or_none(target: str) -> Any:
    """A row of another table, or none."""
    return Field(default=None, sa_column=Column(Uuid, ForeignKey(target), index=True))


def text(*, unique: bool = False, index: bool = False) -> Any:
    """A text that must be there."""
    return Field(sa_column=Column(Text, nullable=False, unique=unique, index=index))


def text_or_none() -> Any:
    """A text, or none."""
    return Field(default=None, sa_column=Column(Text))


def word(words: type[StrEnum], default: StrEnum | None = None) -> Any:
    """One of a few words, stored as its text."""
    column: Column[Any] = Column(_words(words), nullable=False)
    return Field(sa_column=column) if default is None else Field(default=default, sa_column=column)


def word_or_none(words: type[StrEnum]) -> Any:
    """One of a few words, or none."""
    return Field(default=None, sa_column=Column(_words(words)))


def _words(words: type[StrEnum]) -> Enum:
    return Enum(words, native_enum=False, length=30, values_callable=lambda all_: [one.value for one in all_])


def instant() -> Any:
    """A moment that must be there."""
    return Field(sa_column=Column(DateTime(timezone=True), nullable=False))


def instant_or_none() -> Any:
    """A moment, or none."""
    return Field(default=None, sa_column=Column(DateTime(timezone=True)))


def document() -> Any:
    """Plain JSON."""
    return Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))


def document_or_none() -> Any:
    """Plain JSON, or none."""
    return Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
