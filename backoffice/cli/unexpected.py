"""What nobody foresaw: its traceback is kept in a file for those who mend it, and people read one sentence."""

import traceback
from pathlib import Path


def kept(trouble: Exception) -> str:
    """Add the traceback of *trouble* to ``var/log/errors.log``; the sentence that says so."""
    file = _folder() / "log" / "errors.log"
    sorry = f"La orden no terminó por un error que no estaba previsto ({type(trouble).__name__})."
    try:
        _append(file, "".join(traceback.format_exception(trouble)))
    except OSError:
        return f"{sorry} Su detalle no se pudo guardar en {file}: revisa esa carpeta y da de nuevo la orden."
    return f"{sorry} El detalle está en {file}: envíalo a quien mantiene la mesa."


def _folder() -> Path:
    from backoffice import settings  # noqa: PLC0415 - a fifth of a second, which every command would wait for

    try:
        return settings.load_settings().var
    except Exception:  # noqa: BLE001 - settings may be what failed
        return settings.ROOT / "var"


def _append(file: Path, said: str) -> None:
    """One write, so that two commands do not mix their lines; only this account may read it."""
    from backoffice.bootstrap import utc_now  # noqa: PLC0415 - the clock comes with the whole house

    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
        log.write(f"{utc_now().isoformat(timespec='seconds')}\n{said}\n")
