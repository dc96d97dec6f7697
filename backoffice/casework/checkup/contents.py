"""What the parts hold: work that waits, certificates that end, official values that a new year asks for."""

from datetime import date, datetime, timedelta

from cryptography import x509

from backoffice import official
from backoffice.casework.checkup.found import BAD, OK, WARN, Found
from backoffice.casework.house import House
from backoffice.domain.calendar import spoken
from backoffice.domain.errors import MissingOfficialValue
from backoffice.domain.explained.spanish import counted
from backoffice.domain.work import WorkKind
from backoffice.efirma.documents.keeping import CERTIFICATE_FILE
from backoffice.records.figures import oldest_work
from backoffice.records.given_up import how_many

#: Work of a case that nobody took for so long stands still.
STILL = timedelta(minutes=15)
OF_A_CASE = (WorkKind.ISSUE_TEST_SET, WorkKind.EVALUATE, WorkKind.SEND_LETTER)
#: So long before a certificate ends somebody should order another.
SOON = timedelta(days=60)
#: Values that are published every year; from a month on the next year's are asked for, on a day when all hold.
YEARLY = ("umi", "uma", "minimum_wage_general", "minimum_wage_border")
FROM_MONTH, NEXT_YEARS_DAY = 11, (2, 1)


def pending(house: House) -> Found:
    """Whether work stands still, and how much waits for a person."""
    with house.transaction() as work:
        oldest = max((oldest_work(work.session, house.now()).get(kind, 0.0) for kind in OF_A_CASE), default=0.0)
        given_up = how_many(work.session)
    if oldest > STILL.total_seconds():
        return Found(BAD, f"Lo más antiguo espera desde hace {oldest / 60:,.0f} min.", "Revisa trabajadores y reloj.")
    if given_up:
        what = counted(given_up, "trabajo espera", "trabajos esperan")
        return Found(WARN, f"{what} a una persona.", "Míralos con «./mesa cases» y «./mesa letters list --troubled».")
    return Found(OK, "Nada se queda detenido.")


def authorities(house: House) -> Found:
    """Whether the authorities that sign e.firmas can be read, and whether one that counts today ends soon."""
    now = house.now()
    valid = [one.certificate for one in house.trust().authorities if one.is_current(now)]
    if not valid:
        return Found(
            BAD, "Ninguna autoridad está vigente: no se puede validar ninguna e.firma.", "Actualiza MESA_TRUST_DIR."
        )
    ending = [one for one in valid if one.not_valid_after_utc < now + SOON]
    if ending:
        day = spoken(min(one.not_valid_after_utc for one in ending).date())
        who = counted(len(ending), "autoridad vence", "autoridades vencen")
        return Found(WARN, f"{who}; la primera, el {day}.", "Pon las nuevas del SAT en MESA_TRUST_DIR.")
    return Found(OK, f"Vigentes: {len(valid)}; ninguna vence en {SOON.days} días.")


def seal(house: House) -> Found:
    """Whether the seal of documents is there, and until when. One that was never needed is made when it is."""
    file = house.settings.var / "keys" / CERTIFICATE_FILE
    if not file.exists():
        return Found(OK, "Todavía no hay documentos sellados; el sello se hace con el primero.")
    certificate = x509.load_pem_x509_certificates(file.read_bytes())[0]
    return _until(certificate.not_valid_after_utc, house.now())


def _until(end: datetime, now: datetime) -> Found:
    said = f"Vigente hasta el {spoken(end.date())}."
    if end < now:
        return Found(BAD, f"Venció el {spoken(end.date())}.", "Pon un certificado nuevo y su llave en var/keys.")
    return Found(WARN, said, "Pide ya el siguiente certificado.") if end < now + SOON else Found(OK, said)


def official_values(house: House) -> Found:
    """Whether this year's values are there, and from November on those of the next."""
    today = house.now().astimezone(house.settings.zone).date()
    missing = [name for name in YEARLY if not _is_known(name, today)]
    if missing:
        names = ", ".join(official.parameters()[name].title for name in missing)
        return Found(BAD, f"Faltan los de hoy: {names}.", "Actualiza la mesa: ningún cálculo de este año es posible.")
    if today.month >= FROM_MONTH:
        coming = [name for name in YEARLY if not _is_known(name, date(today.year + 1, *NEXT_YEARS_DAY))]
        if coming:
            names = ", ".join(official.parameters()[name].title for name in coming)
            return Found(WARN, f"Faltan los de {today.year + 1}: {names}.", "Actualiza la mesa en cuanto se publiquen.")
    return Found(OK, f"Completos al {spoken(today)}.")


def _is_known(name: str, day: date) -> bool:
    try:
        official.parameters()[name].entry(day)
    except MissingOfficialValue:
        return False
    return True


def settings(house: House) -> Found:
    """Settings that are allowed, and that a desk for real companies should not leave so."""
    given = house.settings
    wanting = {
        "MESA_DESK_EMAIL (nadie de la mesa recibe avisos)": given.desk_email is None,
        "MESA_PORTAL_URL (las cartas llevan una dirección de este equipo)": given.portal_url is None,
        "MESA_SUPERVISORS (nadie puede decidir reglas ni prórrogas)": not given.supervisor_names,
    }
    if given.demo:
        return Found(WARN, "Es un ensayo: valen e.firmas ficticias.", "Quita MESA_DEMO donde entren empresas reales.")
    names = [name for name, is_wanting in wanting.items() if is_wanting]
    if names:
        return Found(WARN, f"Sin {'; sin '.join(names)}.", "Dalos antes de abrir la mesa a empresas.")
    return Found(OK, "Completos.")
