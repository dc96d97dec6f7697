"""What the right method and every mistake answer on the same rows."""

import numpy as np

from backoffice.domain.amortization import RIGHT, Cases, withhold
from backoffice.domain.amortization.cases import Integers
from backoffice.domain.amortization.parts import Cuts
from backoffice.domain.mistakes.catalogue import CATALOGUE, TRUNCATED
from backoffice.domain.parameters import Parameters

#: The mistakes that can make a row wrong, in the order of the columns of ``answers_of``.
TELLING = tuple(code for code in CATALOGUE if code != TRUNCATED)


def answers_of(cases: Cases, parameters: Parameters) -> Integers:
    """rows × (1 + mistakes) centavos: the right answer first, then that of each of ``TELLING``.

    -1 where a method cannot compute a row.
    """
    columns, cuts = [], Cuts(cases, parameters)
    for method in (RIGHT, *(CATALOGUE[code].method for code in TELLING)):
        found = withhold(cases, parameters, method, cuts.by(method))
        columns.append(np.where(found.failed, -1, found.withholding))
    return np.column_stack(columns)
