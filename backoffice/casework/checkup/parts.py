"""The parts that run: whether they answer, and whether they are set as the desk needs them."""

import shutil
from itertools import islice
from typing import Any

import redis
from sqlalchemy import text

from backoffice.casework.checkup.found import BAD, OK, WARN, Found
from backoffice.casework.house import House
from backoffice.doorbell import HEARTBEAT_TIMEOUT, client
from backoffice.mail.delivery import DeliveryDeferred, session
from backoffice.mail.server import parse
from backoffice.mailboxes import mailbox
from backoffice.records.figures import clocks
from backoffice.records.migrating import newest_step, step_of

#: Seconds in which a part must answer.
PATIENCE = 4.0
#: Seconds by which this machine's time and the database's may differ.
SKEW = 5.0
#: Bytes free on the disk: below the first something will soon fail, below the second it is time to look.
LITTLE, NOT_MUCH = 300_000_000, 2_000_000_000
HEARTBEATS = "dramatiq:__heartbeats__"


def database(house: House) -> Found:
    """Whether it answers, has the tables of this version, and shows the time that this machine shows."""
    with house.transaction() as work:
        step = step_of(work.session.connection())
        version, now = work.session.execute(text("SELECT current_setting('server_version'), clock_timestamp()")).one()
    if step < newest_step():
        return Found(
            BAD, f"Sus tablas van en el paso {step or '0'} de {newest_step()}.", "Ponlas al día con «./mesa up»."
        )
    if step > newest_step():
        return Found(WARN, f"Sus tablas son de una versión más nueva ({step}).", "Instala esa versión de la mesa.")
    off = abs((house.now() - now).total_seconds())
    if off > SKEW:
        return Found(WARN, f"Su reloj y el de este equipo difieren {off:,.0f} s.", "Sincroniza ambos con NTP.")
    return Found(OK, f"PostgreSQL {version}, tablas al día ({step}).")


def queue(house: House) -> Found:
    """Whether it answers, keeps what it has on disk, and never throws a message away for want of memory."""
    try:
        with client(house.addresses.queue_url, PATIENCE) as asked:
            known: dict[str, Any] = {**asked.info("persistence"), **asked.info("memory")}
    except redis.RedisError:
        return Found(
            BAD,
            "No responde. El trabajo espera en la base de datos; nada se pierde.",
            "Arráncala, o revisa MESA_QUEUE_URL.",
        )
    if known.get("maxmemory_policy") not in {None, "noeviction"}:
        policy = known["maxmemory_policy"]
        return Found(WARN, f"Puede desechar mensajes ({policy}).", "Ponla con «maxmemory-policy noeviction».")
    if not int(known.get("aof_enabled", 0)):
        return Found(
            WARN,
            "No guarda en disco: al reiniciarse, el reloj tarda en volver a llamar.",
            "Ponla con «appendonly yes».",
        )
    return Found(OK, "Responde, guarda en disco y no desecha mensajes.")


def mail(house: House) -> Found:
    """Whether it greets, encrypts as asked and takes the login. No letter is sent."""
    server = parse(house.addresses.smtp_url)
    try:
        with session(server, mailbox(house.settings.sender).domain, PATIENCE, None):
            pass
    except DeliveryDeferred as trouble:
        said = str(trouble).removesuffix(" Se intentará de nuevo.")
        return Found(BAD, said, "Revisa MESA_SMTP_URL y que el servidor esté en pie. Las cartas esperan.")
    how = "con TLS" if server.tls or server.starttls else "sin cifrar"
    return Found(OK, f"{server.name} responde, {how}.")


def blobs(house: House) -> Found:
    """Whether the store answers and takes files, and its first file is still what its name says."""
    house.blobs.try_writing()
    first = next(islice((key for key in house.blobs.all_keys() if "." not in key), 1), None)
    if first is None:
        return Found(OK, "Responde y acepta archivos; todavía no guarda ninguno.")
    house.blobs.get(first)
    return Found(OK, "Responde y acepta archivos; el que se revisó está intacto.")


def disk(house: House) -> Found:
    """How much room there is where the desk writes."""
    place = next(folder for folder in (house.settings.var, *house.settings.var.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    said = f"Quedan {free / 1e9:,.1f} GB donde está {house.settings.var}."
    if free < NOT_MUCH:
        return Found(BAD if free < LITTLE else WARN, said, "Libera espacio o pasa los datos a un disco mayor.")
    return Found(OK, said)


def clock(house: House) -> Found:
    """Whether some process is the clock."""
    with house.transaction() as work:
        on_duty = clocks(work.session)
    if not on_duty:
        return Found(
            BAD, "Ninguno está de guardia: no salen recordatorios ni vencen plazos.", "Arráncalo con «./mesa up»."
        )
    return Found(OK, "Uno está de guardia.")


def workers(house: House) -> Found:
    """Whether some worker was heard of lately."""
    try:
        with client(house.addresses.queue_url, PATIENCE) as asked:
            time, micro = asked.time()
            since = time * 1000 + micro // 1000 - HEARTBEAT_TIMEOUT
            alive = asked.zcount(HEARTBEATS, since, "+inf")
    except redis.RedisError:
        return Found(WARN, "No se sabe: la cola no responde.", "Arregla primero la cola.")
    if not alive:
        return Found(BAD, "Ninguno da señales: nada se evalúa ni se envía.", "Arráncalos con «./mesa up».")
    return Found(OK, f"En marcha: {alive}.")
