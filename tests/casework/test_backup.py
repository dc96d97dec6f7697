"""A backup comes back whole, into an empty place alone; one that is not whole, or was changed, is refused by name."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, literal_column, select, text

from backoffice.bootstrap import open_house
from backoffice.casework import request
from backoffice.casework.backup import back_up, restore
from backoffice.casework.house import House
from backoffice.domain.applicant import Applicant
from backoffice.domain.errors import BadInput
from backoffice.domain.work import Outcome
from backoffice.records.blob_references import referenced
from backoffice.records.blobs import open_blobs
from backoffice.records.migrating import migrate
from backoffice.records.queries import all_cases
from backoffice.records.tables import METADATA
from backoffice.settings import Addresses, Settings
from tests.bucket import Bucket
from tests.casework.terminal import mesa
from tests.casework.world import World
from tests.desk.hostile import EVERYTHING
from tests.desk.test_queue import sent

Empty = Callable[[], House]


@pytest.fixture
def empty(fresh_database: Callable[..., str], tmp_path: Path) -> Iterator[Empty]:
    """New places with nothing in them, not even tables."""
    opened: list[House] = []

    def make() -> House:
        place = tmp_path / f"empty-{len(opened)}"
        addresses = Addresses(fresh_database(), "redis://127.0.0.1:1", "smtp://127.0.0.1:1", (place / "blobs").as_uri())
        opened.append(open_house(Settings(var=place), addresses))
        return opened[-1]

    yield make
    for house in opened:
        house.close()


@pytest.fixture
def lived_in(world: World) -> World:
    """A desk with a case that was asked for corrections, one that waits, and names that harm what is careless."""
    first = sent(world, b"uma", 1)
    world.decided(first.folio, Outcome.CORRECTIONS)
    world.work()
    sent(world, b"right", 2)
    world.sql("UPDATE applicants SET name = :name WHERE nrp = 'A0112345101'", name=f"{EVERYTHING}\\N\t\\.\n")
    return world


def quietly(_: str) -> None:
    """Nobody looks."""


def contents(house: House) -> dict[str, list[Any]]:
    """All rows of all tables, and where the counters stand."""
    with house.database.connect() as connection:
        found = {}
        for name, table in METADATA.tables.items():
            rows = connection.execute(select(func.to_jsonb(literal_column(f'"{name}"'))).select_from(table))
            found[name] = sorted(map(repr, rows.scalars()))
        counters = connection.execute(text("SELECT sequencename::text, last_value FROM pg_sequences ORDER BY 1"))
        return {**found, "counters": [tuple(row) for row in counters]}


def test_everything_comes_back_into_an_empty_place_and_the_desk_goes_on(
    lived_in: World, empty: Empty, tmp_path: Path
) -> None:
    other = empty()

    made = back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)
    done = restore(other, tmp_path / "copy", progress=quietly)

    assert contents(other) == contents(lived_in.house)
    keys = list(lived_in.house.blobs.all_keys())
    assert keys
    assert [other.blobs.get(key) for key in keys] == [lived_in.house.blobs.get(key) for key in keys]
    assert (done.broken_at, done.manifest.events) == (None, made.manifest.events)
    going_on = replace(lived_in, house=replace(lived_in.house, database=other.database, blobs=other.blobs))
    folios = {one.folio for one in going_on.reading(all_cases)}
    case = request.register(going_on.house, Applicant("A0112345199", "EKU9003173C9", "Nueva", "n@nueva.example"))
    assert case.folio not in folios


def test_files_of_a_bucket_come_back_into_another(
    lived_in: World, empty: Empty, tmp_path: Path, bucket: Bucket
) -> None:
    ours = replace(lived_in.house, blobs=open_blobs(bucket.url))
    keys = sorted(map(ours.blobs.put, map(lived_in.house.blobs.get, lived_in.house.blobs.all_keys())))
    other = replace(empty(), blobs=open_blobs(bucket.url.replace("/mesa", "/otra")))

    back_up(ours, tmp_path / "copy", with_keys=False, progress=quietly)
    restore(other, tmp_path / "copy", progress=quietly)

    assert keys
    assert sorted(other.blobs.all_keys()) == sorted(ours.blobs.all_keys()) == keys
    assert list(map(other.blobs.get, keys)) == list(map(ours.blobs.get, keys))
    assert contents(other) == contents(ours)


def test_tables_that_are_there_and_empty_are_an_empty_place(lived_in: World, empty: Empty, tmp_path: Path) -> None:
    other = empty()
    migrate(other.addresses.database_url)
    back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)

    restore(other, tmp_path / "copy", progress=quietly)

    assert contents(other) == contents(lived_in.house)


def test_where_a_desk_lives_nothing_is_restored(lived_in: World, empty: Empty, tmp_path: Path) -> None:
    back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)
    before = contents(lived_in.house)

    with pytest.raises(BadInput, match=r"ya tiene datos \(applicants, cases, submissions, audit_events\)"):
        restore(lived_in.house, tmp_path / "copy", progress=quietly)

    assert contents(lived_in.house) == before
    stranger = empty()
    stranger.blobs.put(b"of somebody else")
    with pytest.raises(BadInput, match="El almacén de archivos ya tiene otros archivos"):
        restore(stranger, tmp_path / "copy", progress=quietly)


def test_an_existing_folder_is_not_written_over(lived_in: World, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="ya existe"):
        back_up(lived_in.house, tmp_path, with_keys=False, progress=quietly)


def interrupted(after: str) -> Callable[[str], None]:
    """Somebody who presses Ctrl-C when a line begins so."""

    def progress(line: str) -> None:
        if line.startswith(after):
            raise KeyboardInterrupt

    return progress


def test_a_backup_that_was_interrupted_is_none_and_the_next_one_begins_anew(
    lived_in: World, empty: Empty, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=interrupted("submissions"))

    assert not (tmp_path / "copy").exists()
    with pytest.raises(BadInput, match=r"no es un respaldo completo: falta manifest\.json"):
        restore(empty(), tmp_path / "copy.parcial", progress=quietly)
    back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)
    assert restore(empty(), tmp_path / "copy", progress=quietly).broken_at is None


def test_a_restore_that_was_interrupted_leaves_no_rows_and_can_be_repeated(
    lived_in: World, empty: Empty, tmp_path: Path
) -> None:
    back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)
    other = empty()

    with pytest.raises(KeyboardInterrupt):
        restore(other, tmp_path / "copy", progress=interrupted("submissions"))

    with other.database.connect() as connection:
        assert connection.execute(text("SELECT to_regclass('cases')")).scalar_one() is None
    restore(other, tmp_path / "copy", progress=quietly)
    assert contents(other) == contents(lived_in.house)


def spoilt(file: Path) -> None:
    """Its middle byte is another one."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


@pytest.mark.parametrize("harm", [spoilt, Path.unlink])
@pytest.mark.parametrize("name", ["manifest.json", "blobs.txt", "tables/cases.copy.gz", "tables/audit_events.copy.gz"])
def test_a_damaged_backup_is_refused_and_the_file_is_named(
    lived_in: World, empty: Empty, tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)
    harm(tmp_path / "copy" / name)
    other = empty()

    with pytest.raises(BadInput, match=f"falta {name} o está dañado"):
        restore(other, tmp_path / "copy", progress=quietly)

    assert list(other.blobs.all_keys()) == []


@pytest.mark.parametrize("harm", [spoilt, Path.unlink])
def test_a_damaged_file_of_the_store_is_refused_and_named(
    lived_in: World, empty: Empty, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)
    key = max(lived_in.house.blobs.all_keys())
    harm(tmp_path / "copy" / "blobs" / key)
    other = empty()

    with pytest.raises(BadInput, match=f"falta blobs/{key} o está dañado"):
        restore(other, tmp_path / "copy", progress=quietly)

    with other.database.connect() as connection:
        assert connection.execute(text("SELECT to_regclass('cases')")).scalar_one() is None


def test_a_backup_of_a_newer_version_is_not_tried(lived_in: World, empty: Empty, tmp_path: Path) -> None:
    made = back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)
    (tmp_path / "copy" / "manifest.json").write_text(replace(made.manifest, step="9999").written())

    with pytest.raises(BadInput, match="versión más nueva"):
        restore(empty(), tmp_path / "copy", progress=quietly)


def test_a_changed_event_is_backed_up_as_it_is_and_told(lived_in: World, empty: Empty, tmp_path: Path) -> None:
    lived_in.sql("ALTER TABLE audit_events DISABLE TRIGGER USER")
    lived_in.sql("UPDATE audit_events SET actor = 'nobody' WHERE sequence = 3")
    told: list[str] = []

    back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=told.append)
    done = restore(empty(), tmp_path / "copy", progress=quietly)

    assert "La bitácora no encadena en el evento 3: se respalda como está." in told
    assert done.broken_at == 3


def test_a_file_that_the_store_lost_is_named_and_the_rest_is_kept(lived_in: World, tmp_path: Path) -> None:
    gone, changed, *others = sorted(lived_in.house.blobs.all_keys())
    folder = lived_in.house.blobs.folder
    assert folder is not None
    (folder / gone).unlink()
    spoilt(folder / changed)

    found = back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly).manifest

    assert (found.missing, found.blobs) == ((gone, changed), len(others))


def test_every_file_that_is_kept_is_spoken_of_in_some_table(lived_in: World) -> None:
    assert lived_in.reading(referenced) == set(lived_in.house.blobs.all_keys())


def test_keys_come_along_only_where_asked_and_for_the_owner_alone(lived_in: World, tmp_path: Path) -> None:
    lived_in.house.seal(False)

    without = back_up(lived_in.house, tmp_path / "without", with_keys=False, progress=quietly)
    with_them = back_up(lived_in.house, tmp_path / "with", with_keys=True, progress=quietly)

    assert (without.keys, (tmp_path / "without" / "keys").exists()) == ((), False)
    assert "notices.pem" in with_them.keys
    assert (tmp_path / "with" / "keys" / "notices.pem").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "with").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("addressed")
def test_the_commands_say_what_was_kept_and_what_came_back(
    empty: Empty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mesa("backup", str(tmp_path / "copy")) == 0
    assert "Las llaves de la mesa no van en él" in capsys.readouterr().out

    other = empty()
    monkeypatch.setenv("MESA_DATABASE_URL", other.addresses.database_url)
    monkeypatch.setenv("MESA_BLOBS_URL", other.addresses.blobs_url)
    assert mesa("restore", str(tmp_path / "copy")) == 0
    assert "La bitácora encadena: 0 eventos." in capsys.readouterr().out


@pytest.mark.usefixtures("addressed", "lived_in")
def test_a_desk_is_not_written_over_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mesa("backup", str(tmp_path / "copy")) == 0
    capsys.readouterr()

    assert mesa("restore", str(tmp_path / "copy")) == 2

    assert "ya tiene datos" in capsys.readouterr().err


def test_a_store_that_takes_long_does_not_end_the_restore(lived_in: World, empty: Empty, tmp_path: Path) -> None:
    back_up(lived_in.house, tmp_path / "copy", with_keys=False, progress=quietly)
    other = empty()
    hurried = "-c idle_in_transaction_session_timeout=200ms"
    impatient = create_engine(other.database.url, connect_args={"options": hurried})

    def slowly(line: str) -> None:
        if line.startswith("archivos guardados"):
            time.sleep(0.6)

    restore(replace(other, database=impatient), tmp_path / "copy", progress=slowly)

    impatient.dispose()
    assert contents(other) == contents(lived_in.house)
