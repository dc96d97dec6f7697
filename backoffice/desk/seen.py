"""What a case's workbook says, read once for all tabs that ask for it."""

from backoffice.casework import adjudication
from backoffice.desk.case import OpenCase
from backoffice.domain.errors import BadInput
from backoffice.domain.evidence import Evidence
from backoffice.domain.findings import Finding

#: The last file that was read, by its digest: the tabs of one case ask for the same.
_last: dict[str, adjudication.Seen] = {}


def evidence(case: OpenCase) -> Evidence:
    """The file as it is read.

    Raises ``StoredFileMissing``, ``ServiceUnavailable``, and ``BadInput`` with the sentence of an unreadable file.
    """
    submission = case.submission.submission
    if submission.sha256 not in _last or (case.submission.people and case.submission.people.purged_at):
        found = adjudication.look(case.house, submission)
        _last.clear()
        _last[submission.sha256] = found
    seen = _last[submission.sha256]
    if isinstance(seen, Finding):
        raise BadInput(seen.message)
    return seen
