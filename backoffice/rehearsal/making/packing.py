"""How an applicant's files end up in one workbook: the archive of notices, and the workbook by LibreOffice or Excel."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from backoffice.rehearsal import cast
from backoffice.rehearsal.making import filling, office, xls_objects, xlsx_objects
from backoffice.rehearsal.making.icons import icon
from backoffice.rehearsal.making.package import package

#: What is embedded in which sheet: name and content of a file.
Files = Mapping[str, tuple[str, bytes]]


def archive(notices: Mapping[str, str]) -> bytes:
    """The notices as the service gave them, compressed: file names without folders, the same bytes every time."""
    written = BytesIO()
    moment = (cast.SET_DATE.year, cast.SET_DATE.month, cast.SET_DATE.day, 12, 0, 0)
    with ZipFile(written, "w", ZIP_DEFLATED) as target:
        for name, text in sorted(notices.items()):
            entry = ZipInfo(name.rpartition("/")[2], moment)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, text.encode())
    return written.getvalue()


def icons(files: Files) -> dict[str, bytes]:
    """By sheet, the icon that says what kind of file is embedded there."""
    return {sheet: icon(Path(name).suffix) for sheet, (name, _) in files.items()}


def as_xls(filled: bytes, files: Files) -> bytes:
    """Saved by LibreOffice, with the files embedded: their icons become objects and LibreOffice saves once more."""
    return office.saved(xls_objects.embed(office.saved(filled, ".xlsx"), files), ".xls")


def as_xlsx(filled: bytes, files: Files) -> bytes:
    """As Excel packs it: the icons come with the objects."""
    shown = icons(files)
    placed = {
        sheet: (package(name, content), shown[sheet], filling.row_of_object(filled, sheet))
        for sheet, (name, content) in files.items()
    }
    return xlsx_objects.embed(filled, placed)
