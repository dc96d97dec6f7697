"""Who works at the desk: the hub's user, a setting, or this machine's account."""

import os
import pwd

import pytest

from backoffice.desk.identity import analyst
from backoffice.settings import Settings, load_settings


def test_the_hub_knows_who_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "ana.r")
    monkeypatch.setenv("MESA_ANALYST", "benito.m")

    assert analyst(load_settings()) == "ana.r"


def test_alone_a_setting_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setenv("MESA_ANALYST", "benito.m")

    assert analyst(load_settings()) == "benito.m"


def test_without_either_it_is_the_account() -> None:
    assert analyst(Settings(analyst=None)) == pwd.getpwuid(os.geteuid()).pw_name


def test_a_name_is_one_harmless_line() -> None:
    assert analyst(Settings(analyst="ana\u202e\nr" + "x" * 200)) == "ana r" + "x" * 54 + "…"
