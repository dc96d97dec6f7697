"""Comprueba un expediente sin la mesa: las huellas de sus archivos y las de los eventos de la bitácora.

Uso: descomprime el ZIP y, en su carpeta, da «python3 comprobar.py». Sólo necesita Python 3.9 o posterior.
"""

import hashlib
import json
import sys
from pathlib import Path


def main(folder: Path) -> int:
    """0 where everything fits, 1 where something does not."""
    wrong = [*files_that_differ(folder), *events_that_differ(folder)]
    for line in wrong:
        print(line)
    print("Algo no coincide: mira los renglones de arriba." if wrong else "Todo coincide.")
    return 1 if wrong else 0


def files_that_differ(folder: Path) -> list[str]:
    """Files whose SHA-256 is not the one listed, or that are not there."""
    wrong = []
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
        listed, name = line.split("  ", 1)
        file = folder / name
        if not file.is_file():
            wrong.append(f"{name}: falta")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != listed:
            wrong.append(f"{name}: su huella no es la de la lista")
    return wrong


def events_that_differ(folder: Path) -> list[str]:
    """Events whose hash is not that of what they say."""
    wrong = []
    for line in (folder / "bitacora" / "eventos.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        kept = event.pop("hash")
        text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if hashlib.sha256(text.encode()).hexdigest() != kept:
            wrong.append(f"bitácora, evento {event['sequence']}: su huella no es la de lo que dice")
    return wrong


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
