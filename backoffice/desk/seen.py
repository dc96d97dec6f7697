"""What a case's workbook says, read once for all tabs that ask for it."""

from backoffice.casework import adjudication
from backoffice.desk.case import OpenCase
from backoffice.domain.copies.traces import Traces
from backoffice.domain.errors import BadInput
from backoffice.domain.evidence import Evidence
from backoffice.domain.findings import Finding
from backoffice.workbooks.refusals import EvidenceRefused

#: The last file that was read, by its digest: the tabs of one case ask for the same.
_last: dict[str, adjudication.Seen] = {}
_last_traces: dict[str, Traces] = {}


def evidence(case: OpenCase) -> Evidence:
    """The file as it is read.

    Raises ``StoredFileMissing``, ``ServiceUnavailable``, and ``BadInput`` with the sentence of an unreadable file.
    """
    submission = case.submission.submission
    if submission.sha256 not in _last:
        found = adjudication.look(case.house, submission)
        _last.clear()
        _last[submission.sha256] = found
    seen = _last[submission.sha256]
    if isinstance(seen, Finding):
        raise BadInput(seen.message)
    return seen


def traces(case: OpenCase) -> Traces:
    """Who wrote the file, its pictures in grey, its fiscal folio; nothing of a file that does not tell.

    Raises ``StoredFileMissing`` and ``ServiceUnavailable``.
    """
    submission = case.submission.submission
    if submission.sha256 not in _last_traces:
        data = case.house.blobs.get(submission.blob)
        try:
            found = case.house.traces(data)
        except EvidenceRefused:
            return Traces()
        _last_traces.clear()
        _last_traces[submission.sha256] = found
    return _last_traces[submission.sha256]
