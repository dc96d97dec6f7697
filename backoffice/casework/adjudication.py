"""From a kept file and its test set to a verdict by given rules: the same for the first one and for every repeat."""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from backoffice.casework.house import House
from backoffice.domain import checks
from backoffice.domain.errors import MesaError, NotJudged, StoredFileMissing
from backoffice.domain.evidence import Evidence
from backoffice.domain.findings import Finding
from backoffice.domain.parameters import Parameters
from backoffice.domain.test_set import TestSet
from backoffice.domain.verdict import Verdict
from backoffice.records.blobs import digest_of
from backoffice.records.submissions import Submission
from backoffice.workbooks import transcript
from backoffice.workbooks.refusals import EvidenceRefused

#: What reading gave: the evidence, or why there is none.
Seen = Evidence | Finding


def look(house: House, submission: Submission) -> Seen:
    """Read the file as it was received. Raises ``StoredFileMissing`` where it is gone or another.

    A failure of our own reader is raised too: nobody is told that their file is at fault, and a person looks at last.
    """
    if digest_of(submission.blob) != submission.sha256:
        raise StoredFileMissing(submission.blob)
    try:
        return house.read(house.blobs.get(submission.blob))
    except EvidenceRefused as refusal:
        if refusal.is_ours:
            raise
        return refusal.finding


def verdict_on(seen: Seen, test_set: TestSet, sha256: str, parameters: Parameters) -> Verdict:
    """The verdict on what was seen; it names the rules that gave it, whatever the set's own are."""
    if isinstance(seen, Finding):
        verdict = checks.refused(seen, test_set, sha256)
    else:
        verdict = checks.judge(seen, test_set, sha256, parameters)
    return replace(verdict, rules_version=parameters.version)


def packed(evidence: Evidence) -> bytes:
    """The transcript of an evidence as it is kept: exact, in its order, compressed."""
    return zlib.compress(json.dumps(transcript.to_json(evidence), separators=(",", ":")).encode("ascii"))


def unpacked(data: bytes) -> Evidence:
    """The inverse of ``packed``."""
    return transcript.from_json(json.loads(zlib.decompress(data)))


@contextmanager
def foreseen() -> Iterator[None]:
    """Whatever goes wrong with a verdict of another time is a refusal of this one (``NotJudged``), not of all."""
    try:
        yield
    except MesaError:
        raise
    except Exception as trouble:
        raise NotJudged(type(trouble).__name__) from trouble
