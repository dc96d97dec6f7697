"""What one company takes from another is found, with the proof, in both cases; what is its own is not."""

import pytest

from backoffice.casework import copies
from backoffice.casework.copies import Copied, copies_of
from backoffice.domain.copies.grades import Grade, Kind
from backoffice.domain.work import Outcome, WorkKind
from backoffice.records.copies import strong_among
from tests.casework.world import World
from tests.copies.making import Book, Sent, again, opened, right, saved, screens, sent


def signs(world: World, one: Sent) -> list[tuple[str, str, bool, str]]:
    """Kind, grade, whether it was taken here, and the other case."""
    return [(each.kind, each.grade, each.taken, each.folio) for each in copies_of(world.house, one.id)]


def the(found: tuple[Copied, ...], kind: Kind) -> Copied:
    """The sign of that kind."""
    return next(one for one in found if one.kind is kind)


def test_two_companies_that_send_their_own_work_have_nothing_in_common(world: World) -> None:
    first = sent(world, 1, Book())
    second = sent(world, 2, Book())

    assert signs(world, first) == signs(world, second) == []
    assert copies.is_compared(world.house, second.id)


def test_three_answers_of_anothers_set_are_a_strong_sign_in_both_cases(world: World) -> None:
    victim = sent(world, 1, Book())
    taken = {number: right(victim, number) for number in (3, 7, 11)}

    taker = sent(world, 2, Book(amounts=taken))

    assert signs(world, taker) == [("amounts", "strong", True, victim.case.folio)]
    assert signs(world, victim) == [("amounts", "strong", False, taker.case.folio)]
    proof = the(copies_of(world.house, taker.id), Kind.AMOUNTS).proof
    assert [(row, theirs) for row, theirs, _ in proof["rows"]] == [(3, 3), (7, 7), (11, 11)]
    assert [f"{centavos / 100:.2f}" for _, _, centavos in proof["rows"]] == [right(victim, n) for n in (3, 7, 11)]
    assert proof["expected"] < 1e-6


def test_it_is_found_too_where_the_victims_file_is_looked_at_later(world: World) -> None:
    victim = sent(world, 1, Book(), work=False)
    held = world.bells.rung[:]
    world.bells.rung.clear()
    taker = sent(world, 2, Book(amounts={n: right(victim, n) for n in (3, 7, 11)}))
    world.bells.rung.extend(held)

    world.work()

    assert signs(world, victim) == [("amounts", "strong", False, taker.case.folio)]


def test_one_equal_number_is_no_strong_sign(world: World) -> None:
    victim = sent(world, 1, Book())

    taker = sent(world, 2, Book(amounts={3: right(victim, 3)}))

    assert [grade for _, grade, _, _ in signs(world, taker)] in (["medium"], ["weak"])


def test_wrong_answers_of_ones_own_are_no_sign(world: World) -> None:
    sent(world, 1, Book())

    wrong = sent(world, 2, Book(amounts={3: "1234.56", 7: "4321.09", 11: "777.77"}))

    assert signs(world, wrong) == []


JPEG = {"quality": 60}


@pytest.mark.parametrize("change", ["as it is", "saved as JPEG", "scaled", "top and bottom cut off"])
def test_anothers_screenshot_is_found_however_it_was_saved(world: World, change: str) -> None:
    victim = sent(world, 1, Book())
    theirs = opened(screens(victim.test_set)[1])
    pasted = {
        "as it is": screens(victim.test_set)[1],
        "saved as JPEG": saved(theirs, "JPEG", **JPEG),
        "scaled": saved(theirs.resize((700, 392)), "JPEG", **JPEG),
        "top and bottom cut off": saved(theirs.crop((0, 45, 1000, 520))),
    }[change]

    taker = sent(world, 2, lambda own: Book(screens=(screens(own)[0], pasted, *screens(own)[2:])).of(own))

    assert signs(world, taker) == [("picture", "strong", True, victim.case.folio)]
    assert signs(world, victim) == [("picture", "strong", False, taker.case.folio)]
    (pair,) = the(copies_of(world.house, taker.id), Kind.PICTURE).proof["pictures"]
    assert pair["changed"] <= 0.002


def test_the_same_receipt_in_two_cases_is_found(world: World) -> None:
    receipts: list[bytes] = []

    def keep_receipt(own: object) -> bytes:
        from backoffice.rehearsal.making.receipt import amounts, receipt  # noqa: PLC0415 — of this set alone

        row = own.row(*own.receipt)  # type: ignore[attr-defined]
        receipts.append(receipt(own, amounts(row, row.expected, in_one_line=True)))  # type: ignore[arg-type]
        return Book(receipt=receipts[0]).of(own)  # type: ignore[arg-type]

    victim = sent(world, 1, keep_receipt)
    spaced = receipts[0].replace(b"><", b">\n   <")

    taker = sent(world, 2, Book(receipt=spaced))

    assert signs(world, taker) == [("receipt", "strong", True, victim.case.folio)]


def test_the_same_author_and_second_of_creation_is_found_and_the_author_alone_is_weak(world: World) -> None:
    rosa = {"creator": "Rosa Méndez", "created": "2026-11-20T09:14:33Z"}
    first = sent(world, 1, Book(author=rosa))
    second = sent(world, 2, Book(author=rosa))
    same_second = signs(world, second)
    third = sent(world, 3, Book(author={**rosa, "created": "2026-11-21T10:00:00Z"}))

    assert same_second == [("created", "strong", True, first.case.folio)]
    assert sorted(signs(world, third)) == sorted(
        [("person", "weak", True, first.case.folio), ("person", "weak", True, second.case.folio)]
    )


def test_templates_that_nobody_signed_have_no_author_in_common(world: World) -> None:
    sent(world, 1, Book(author={"lastModifiedBy": "Usuario de Windows", "modified": "2026-11-20T09:14:33Z"}))

    second = sent(world, 2, Book(author={"lastModifiedBy": "Usuario de Windows", "modified": "2026-11-20T09:14:33Z"}))

    assert signs(world, second) == []


def test_what_many_companies_have_is_no_sign_any_more(world: World) -> None:
    logo = saved(opened(screens(sent(world, 1, Book()).test_set)[0]).resize((600, 336)))
    cases = [sent(world, number, lambda own: Book(screens=(*screens(own)[:3], logo)).of(own)) for number in range(2, 6)]

    assert signs(world, cases[3]) == []


def test_the_same_file_of_two_companies_is_found(world: World) -> None:
    books: list[bytes] = []
    first = sent(world, 1, lambda own: books.append(Book().of(own)) or books[0])

    second = sent(world, 2, books[0])

    assert ("file", "strong", True, first.case.folio) in signs(world, second)
    found = copies_of(world.house, second.id)
    assert {one.grade for one in found} <= {Grade.STRONG, Grade.MEDIUM}


def test_a_companys_own_picture_of_the_round_before_is_said_softly(world: World) -> None:
    first = sent(world, 1, Book(amounts={3: "1234.56"}))
    world.decided(first.case.folio, Outcome.CORRECTIONS, "Corrige el renglón 3.")
    world.work()
    old = screens(first.test_set)[2]

    second = again(world, first.case, lambda own: Book(screens=(*screens(own)[:3], old)).of(own))

    assert signs(world, second) == [("picture", "own", True, first.case.folio)]
    assert world.reading(lambda session: strong_among(session, [second.id])) == frozenset()


def test_the_queue_learns_which_files_have_a_strong_sign(world: World) -> None:
    victim = sent(world, 1, Book())
    taker = sent(world, 2, Book(amounts={n: right(victim, n) for n in (3, 7, 11)}))
    other = sent(world, 3, Book())

    strong = world.reading(lambda session: strong_among(session, [taker.id, other.id]))

    assert strong == {taker.id}
    assert world.reading(lambda session: strong_among(session, [])) == frozenset()


def test_looking_twice_finds_the_same_once(world: World) -> None:
    victim = sent(world, 1, Book())
    taker = sent(world, 2, Book(amounts={n: right(victim, n) for n in (3, 7, 11)}))
    before = signs(world, taker)
    world.sql("UPDATE outbox SET state = 'ready' WHERE kind = 'look_for_copies'")
    rows = [one for one in world.view(taker.case.folio).work if one.kind is WorkKind.LOOK_FOR_COPIES]

    copies.run(world.house, rows[0].id)

    assert signs(world, taker) == before
    assert len(before) == 1


def test_files_of_before_are_asked_for_once(world: World) -> None:
    one = sent(world, 1, Book())
    world.sql("DELETE FROM outbox WHERE kind = 'look_for_copies'")

    assert [copies.catch_up(world.house), copies.catch_up(world.house)] == [1, 0]
    assert not copies.is_compared(world.house, one.id)
    world.work()
    assert copies.is_compared(world.house, one.id)


def test_a_stored_file_that_is_gone_hides_its_pictures_and_nothing_else(world: World) -> None:
    victim = sent(world, 1, Book())
    pasted = screens(victim.test_set)[1]
    stored = world.view(victim.case.folio).current.submissions[0].submission.blob
    (world.house.settings.var / "blobs" / stored).unlink()

    taker = sent(
        world,
        2,
        lambda own: Book({n: right(victim, n) for n in (3, 7)}, (screens(own)[0], pasted, *screens(own)[2:])).of(own),
    )

    assert [kind for kind, *_ in signs(world, taker)] == ["amounts"]
