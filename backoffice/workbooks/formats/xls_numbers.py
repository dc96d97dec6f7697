"""What the numbers in the cells of an .xls mean: small ones in four bytes, and dates by the format of their cell."""

from struct import pack, unpack_from

import xlrd

from backoffice.workbooks.formats.grid import Value


class Numbers(dict[int, Value]):
    """Small numbers (RK, [MS-XLS] 2.5.217) by their four bytes: many cells say the same."""

    def __missing__(self, packed: int) -> Value:
        number = float(packed >> 2) if packed & 2 else unpack_from("<d", pack("<ii", 0, packed & ~3))[0]
        value = self[packed] = self.value(number / 100 if packed & 1 else number)
        return value

    def value(self, number: float) -> Value:
        """What a cell with this number holds."""
        return number


class Dates(Numbers):
    """Numbers in cells that show them as dates."""

    def __init__(self, datemode: int) -> None:
        super().__init__()
        self._datemode = datemode

    def value(self, number: float) -> Value:
        """A date and time, which have no zone in cells; the number itself where the calendar has no such day."""
        try:
            moment: Value = xlrd.xldate_as_datetime(number, self._datemode)
        except (OverflowError, ValueError):
            return number
        return moment


class Looks(dict[int, Numbers]):
    """How the cells of each format mean their numbers."""

    def __init__(self, book: xlrd.Book) -> None:
        super().__init__()
        self._plain, dates = Numbers(), Dates(book.datemode)
        for look, kind in book._xf_index_to_xl_type_map.items():
            self[look] = dates if kind == xlrd.XL_CELL_DATE else self._plain

    def __missing__(self, look: int) -> Numbers:
        return self._plain
