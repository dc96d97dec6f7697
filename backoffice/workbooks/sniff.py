"""What a file truly is, by its content and never by its name."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import olefile

from backoffice.workbooks.refusals import EvidenceRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
ENCRYPTED = 0x1

#: A tar archive says it after the name of its first member, which may begin with anything.
TAR, TAR_PLACE = b"ustar", 257
#: Other formats by their first bytes.
MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    *((b"BZh%d1AY&SY" % level, "bzip2") for level in range(1, 10)),
    (b"{\\rtf", "rtf"),
    (OLE, "ole"),
    (ZIP, "zip"),
    (EMPTY_ZIP, "zip"),
)
#: Workbooks of Excel 2 to 4 are bare records: BOF of each version.
OLD_BOF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
#: A part's name tells what an Office or OpenDocument package is.
PACKAGES = (
    (re.compile(r"xl/workbook\.bin", re.I), "xlsb"),
    (re.compile(r"xl/[^/]*\.xml|xl/worksheets/.*", re.I), "xlsx"),
    (re.compile(r"word/.*", re.I), "docx"),
    (re.compile(r"ppt/.*", re.I), "pptx"),
)
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.graphics": "odg",
    b"application/vnd.sun.xml.calc": "sxc",
}
OPEN_DOCUMENT_PARTS = frozenset({"META-INF/manifest.xml", "content.xml"})
#: The flat OpenDocument stands first: its ``<meta:generator>`` looks like a web page's ``<meta``.
MARKUP = (
    (re.compile(rb"<office:document[\s>]"), "fods"),
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"), "xml2003"),
    (re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)\b", re.I), "html"),
    (re.compile(rb"^mime-version:", re.I | re.M), "mhtml"),
    (re.compile(rb"^\s*<\?xml|^\s*<[A-Za-z]"), "xml"),
)


def kind_of(data: bytes) -> str:
    """The kind of any content by its first bytes: ``zip``, ``7z``, ``xml``, ``text`` … or ``unknown``."""
    if data.startswith(TAR, TAR_PLACE):
        return "tar"
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    return text_kind(data)


def text_kind(data: bytes) -> str:
    """Markup, plain text, or unknown."""
    start = data[:4096].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip()
    for pattern, kind in MARKUP:
        if pattern.search(start):
            return kind
    controls = sum(byte < 32 and byte not in b"\t\r\n\f" for byte in start)
    return "text" if start and not controls else "unknown"


def format_of(data: bytes) -> str:
    """The format of a workbook, or of what came in its place. ``damaged`` where a container cannot be opened."""
    if not data:
        return "empty"
    if data.startswith(OLE):
        return ole_format(data)
    if data.startswith((ZIP, EMPTY_ZIP)):
        return package_format(data)
    if data.startswith(OLD_BOF):
        return "old_biff"
    return kind_of(data)


def ole_format(data: bytes) -> str:
    """What an OLE compound file holds."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as compound:
            names = {path[0].casefold() for path in compound.listdir()}
    except Exception as problem:  # olefile raises many kinds on damaged files
        raise EvidenceRefused("damaged", file_format="ole") from problem
    for name, kind in (
        ("workbook", "xls"), ("book", "old_biff"), ("encryptedpackage", "encrypted"), ("worddocument", "doc"),
        ("powerpoint document", "ppt"),
    ):  # fmt: skip
        if name in names:
            return kind
    return "ole"


def package_format(data: bytes) -> str:
    """What a zip package is: by the names of its parts."""
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
            if "mimetype" in names:
                return declared_format(package)
            return named_format([name.lstrip("/") for name in names])
    except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zlib.error) as problem:
        raise EvidenceRefused("damaged", file_format="zip") from problem


def declared_format(package: ZipFile) -> str:
    """What OpenDocument says in its ``mimetype``."""
    if package.getinfo("mimetype").flag_bits & ENCRYPTED:
        raise EvidenceRefused("encrypted", file_format="zip")
    with package.open("mimetype") as part:
        return OPEN_DOCUMENT.get(part.read(100).strip(), "zip")


def named_format(names: list[str]) -> str:
    """OpenDocument without its ``mimetype`` by its parts, Office by its folders; else a plain archive."""
    if OPEN_DOCUMENT_PARTS.issubset(names):
        return "ods"
    if "[content_types].xml" not in {name.casefold() for name in names}:
        return "zip"
    for pattern, kind in PACKAGES:
        if any(pattern.fullmatch(name) for name in names):
            return kind
    return "zip"


#: format → code of the refusal; formats that are read are absent.
NOT_READ = {
    "empty": "empty",
    "encrypted": "encrypted",
    "old_biff": "old_format",
    "xlsb": "binary_workbook",
    "sxc": "other_spreadsheet",
    "html": "web_page",
    "mhtml": "web_page",
    "xml2003": "xml_2003",
    "text": "text_file",
    "zip": "archive_alone",
    "7z": "archive_alone",
    "rar": "archive_alone",
    "gzip": "archive_alone",
    "bzip2": "archive_alone",
    "xz": "archive_alone",
    "tar": "archive_alone",
}
READ = frozenset({"xls", "xlsx", "ods", "fods"})


def readable_format(data: bytes) -> str:
    """``xls``, ``xlsx``, ``ods`` or ``fods``; everything else is refused with its reason."""
    found = format_of(data)
    if found in READ:
        return found
    code = NOT_READ.get(found, "not_a_workbook")
    raise EvidenceRefused(code, found=found if code == "not_a_workbook" else None, file_format=found)
