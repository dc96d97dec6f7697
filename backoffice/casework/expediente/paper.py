"""What the printed page of an export says, as plain values in the order of the page. How it looks is ``reports``'."""

from typing import Any

from backoffice.casework import wording
from backoffice.casework.expediente import paper_rounds
from backoffice.casework.expediente.gathering import Gathering
from backoffice.domain.explained.spanish import counted, moment_said, said
from backoffice.domain.work import OUTCOME_LABELS
from backoffice.domain.workflow import STATE_LABELS
from backoffice.efirma.documents.model import TITLES
from backoffice.records.audit import AuditEvent
from backoffice.records.outbox import OutboxRow

#: The page lists so many events; the file of the archive has them all.
MOST_EVENTS = 300
RESERVED = "Contiene respuestas correctas y datos de la empresa: uso interno del instituto."
CHECKS = (
    "Las huellas SHA-256 de todos los archivos están en SHA256SUMS: «sha256sum --check SHA256SUMS» las compara.",
    "«python3 comprobar.py», en la carpeta descomprimida, compara esas huellas y las de los eventos de la bitácora.",
    "La huella de cada evento cubre lo que dice y la huella del evento anterior, sea del caso que sea.",
    "«./mesa verdict replay FOLIO» da de nuevo los resultados, desde los archivos originales, y los compara.",
    "Los documentos firmados llevan el sello de la mesa: cualquier lector de PDF dice si alguien los tocó.",
)


def page_of(gathering: Gathering) -> dict[str, Any]:
    """The whole page. Dates are those of the case: the same state gives the same page."""
    view, zone = gathering.kept.view, gathering.house.settings.zone
    last = view.events[-1].at if view.events else view.case.requested_at
    local = last.astimezone(zone)
    return {
        "title": f"Expediente del folio {view.case.folio}",
        "company": said(view.applicant.name),
        "reserved": RESERVED,
        "made_at": [local.year, local.month, local.day],
        "facts": _facts(gathering, moment_said(last, zone)),
        "flaws": [[one.what, one.why] for one in gathering.flaws],
        "decisions": _decisions(gathering),
        "rounds": [paper_rounds.round_said(gathering, one) for one in view.rounds],
        "events": [_event(gathering, one) for one in view.events[:MOST_EVENTS]],
        "events_left_out": max(0, len(view.events) - MOST_EVENTS),
        "letters": [_letter(gathering, number, row) for number, row in enumerate(view.letters, start=1)],
        "acts": _acts(gathering),
        "checks": list(CHECKS),
    }


def _facts(gathering: Gathering, as_of: str) -> list[list[str]]:
    view = gathering.kept.view
    return [
        ["Empresa", said(view.applicant.name)],
        ["NRP y RFC", f"{said(view.applicant.nrp, 20)} · {said(view.applicant.rfc, 20)}"],
        ["Estado", STATE_LABELS[view.case.state]],
        ["Rondas", str(len(view.rounds))],
        ["Archivos recibidos", str(sum(len(one.submissions) for one in view.rounds))],
        ["Al momento de", as_of],
        ["Bitácora", _chain(gathering)],
    ]


def _chain(gathering: Gathering) -> str:
    stretch, events = gathering.kept.stretch, len(gathering.kept.view.events)
    if stretch is None:
        return "Sin eventos"
    its = counted(events, "evento", "eventos")
    if stretch.broken_at is not None:
        return f"{its}; la cadena se rompe en el evento {stretch.broken_at:,}"
    return f"{its}; la cadena está íntegra del evento {stretch.first:,} al {stretch.last:,}"


def _decisions(gathering: Gathering) -> list[list[str]]:
    zone = gathering.house.settings.zone
    return [
        [
            f"{view.round.number} · {file.submission.number}",
            OUTCOME_LABELS[one.outcome] if one.stands else f"{OUTCOME_LABELS[one.outcome]} (opinión)",
            said(one.analyst, 60),
            moment_said(one.decided_at, zone),
            one.verdict_sha256 or "sin resultado",
        ]
        for view in gathering.kept.view.rounds
        for file in view.submissions
        for one in file.opinions
    ]


def _event(gathering: Gathering, event: AuditEvent) -> list[str]:
    name = wording.ACTS.get(event.act, event.act)
    what = [name, *_details(event)]
    when = moment_said(event.at, gathering.house.settings.zone)
    return [str(event.sequence), when, " · ".join(what), said(wording.actor_said(event.actor), 60)]


def _details(event: AuditEvent) -> list[str]:
    """The few details that a reader of the page looks for."""
    found = event.details
    named = [f"ronda {event.round_number}"] if event.round_number else []
    if found.get("letter"):
        letter = str(found["letter"])
        named.append(wording.LETTERS.get(letter, said(letter, 40)))
    if event.act == "open_review":
        return named  # its reason is a code; the round's page says it in words
    return [*named, *(said(str(found[key])) for key in ("reason", "why") if found.get(key))]


def _letter(gathering: Gathering, number: int, row: OutboxRow) -> list[str]:
    zone = gathering.house.settings.zone
    when = moment_said(row.done_at or row.created_at, zone)
    bounces = gathering.kept.bounces.get(row.id, ())
    state = "devuelta" if bounces else wording.LETTER_STATES.get(row.letter_state, row.letter_state)
    return [
        str(number),
        said(row.subject),
        said(row.recipient, 80),
        f"{state}, {when}",
        said(bounces[-1].said if bounces else row.receipt or row.last_error),
    ]


def _acts(gathering: Gathering) -> list[list[str]]:
    zone = gathering.house.settings.zone
    found = []
    for act in gathering.kept.acts:
        signature = act.signature
        signer = f"{said(signature.signer_name)} ({said(signature.signer_rfc, 20)})"
        left = ", ".join(f"{TITLES[one.kind]}, código {one.code}" for one in act.documents)
        found.append(
            [
                wording.SIGNED[signature.purpose],
                moment_said(signature.signed_at, zone),
                signer,
                signature.certificate_number,
                left or "sin documento",
            ]
        )
    return found
