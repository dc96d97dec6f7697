"""*Código captcha*: five digits that a person reads or hears, good once. Rehearsals have a fixed one as well."""

import hmac
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from captcha.audio import AudioCaptcha
from captcha.image import ImageCaptcha
from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import delete, select
from sqlmodel import col
from starlette.exceptions import HTTPException

from backoffice.bootstrap import rehearsal_captcha
from backoffice.casework.house import House
from backoffice.portal.pages import house_of
from backoffice.records.accounts import Captcha
from backoffice.settings import Settings

room = APIRouter()

DIGITS = 5
GOOD_FOR = timedelta(minutes=10)
#: The ten digits said in Spanish by two voices: 8 kHz, 8 bits, one channel.
VOICE = Path(__file__).parent / "captcha_voice"


def draw(house: House) -> UUID:
    """A new code, which nobody but its reader knows; old ones are forgotten."""
    code = "".join(str(byte % 10) for byte in house.draw(DIGITS))
    with house.transaction() as work:
        work.session.execute(delete(Captcha).where(col(Captcha.expires_at) < work.now))
        row = Captcha(code=code, expires_at=work.now + GOOD_FOR)
        work.put(row)
    return row.id


def is_right(house: House, captcha_id: str, typed: str) -> bool:
    """Whether it is the code; after this, right or wrong, it is spent."""
    said = "".join(typed.split())
    code = _spent(house, captcha_id)
    fits = code is not None and hmac.compare_digest(code.encode(), said.encode())
    return fits or (house.settings.demo and _is_rehearsed(house.settings, said))


def _is_rehearsed(settings: Settings, said: str) -> bool:
    """Whether it is the fixed code of a rehearsal, which ``credentials.json`` tells."""
    try:
        code = rehearsal_captcha(settings).read_text().strip()
    except OSError:
        return False
    return bool(code) and hmac.compare_digest(code.encode(), said.encode())


def _spent(house: House, captcha_id: str) -> str | None:
    """The code of that id, from now on good for nothing; ``None`` where it was so before."""
    try:
        known = UUID(captcha_id)
    except ValueError:
        return None
    with house.transaction() as work:
        row = work.session.execute(
            select(Captcha).where(col(Captcha.id) == known).with_for_update()
        ).scalar_one_or_none()
        if row is None or row.used_at is not None or row.expires_at <= work.now:
            return None
        row.used_at = work.now
        return row.code


@room.get("/captcha/{captcha_id:uuid}.png")
def seen(request: Request, captcha_id: UUID) -> Response:
    """The code as a picture."""
    picture = ImageCaptcha(width=200, height=64, font_sizes=(40, 46, 50)).generate(_code(request, captcha_id))
    return Response(picture.getvalue(), media_type="image/png")


@room.get("/captcha/{captcha_id:uuid}.wav")
def heard(request: Request, captcha_id: UUID) -> Response:
    """The code said aloud."""
    return Response(bytes(_speaker().generate(_code(request, captcha_id))), media_type="audio/wav")


@cache
def _speaker() -> AudioCaptcha:
    speaker = AudioCaptcha(voicedir=str(VOICE))
    speaker.load()
    return speaker


def _code(request: Request, captcha_id: UUID) -> str:
    house = house_of(request)
    with house.transaction() as work:
        row = work.session.get(Captcha, captcha_id)
        if row is None or row.used_at is not None or row.expires_at <= work.now:
            raise HTTPException(404)
        return row.code
