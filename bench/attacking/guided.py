"""``python -m bench.attacking.guided NAME SECONDS EXECUTIONS``: one entrance under atheris, guided by what it reaches.

What is imported here is watched, ours alone; libraries in C are attacked without being seen. Ends the process.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["backoffice"]):
    from tests.hostile.harnesses import HARNESSES, mutant, outcome

from bench.attacking.kept import folder_of, keep, named
from tests.hostile.mutating import of_any


def attack(name: str, seconds: int, executions: int) -> None:
    """Run until either is spent. What escapes is kept, and the attack goes on; a death ends it, its input kept too."""
    harness = HARNESSES[name]

    def once(data: bytes) -> None:
        try:
            outcome(harness, data)
        except Exception as escaped:  # noqa: BLE001 — this is what is looked for
            keep(name, named(escaped), data)

    def damaged(data: bytes, most: int, seed: int) -> bytes:
        """By the fuzzer's own ways, by our words, or a damaged copy of a good file that knows its format."""
        if seed % 3 == 0:
            return bytes(atheris.Mutate(data, most))
        return (of_any(data, str(seed)) if seed % 3 == 1 and data else mutant(harness, seed))[:most]

    with TemporaryDirectory() as corpus:
        for number, good in enumerate([*harness.seeds(), *(mutant(harness, number) for number in range(200))]):
            Path(corpus, str(number)).write_bytes(good)
        folder = folder_of(name)
        limits = [f"-max_total_time={seconds}"] if seconds else [f"-runs={executions}"]
        words = [sys.argv[0], corpus, *limits, f"-artifact_prefix={folder}/died-", *LIMITS]
        atheris.Setup(words, once, custom_mutator=damaged)
        atheris.Fuzz()


#: Megabytes, seconds of one file, bytes.
LIMITS = ["-rss_limit_mb=2048", "-timeout=20", "-max_len=200000", "-print_final_stats=1", "-verbosity=1"]

if __name__ == "__main__":
    attack(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
