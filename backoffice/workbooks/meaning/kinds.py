"""What a kind of file is called when people are told of it. How a kind is found out is ``sniff``'s part."""

#: kind by content → how it is called after «un archivo».
KINDS = {
    "pdf": "PDF", "png": "PNG", "jpeg": "JPEG", "gif": "GIF", "bmp": "BMP", "tiff": "TIFF", "rtf": "RTF",
    "text": "de texto", "xml": "XML", "html": "de página web (.html)", "mhtml": "de página web (.mhtml)",
    "doc": "Word (.doc)", "docx": "Word (.docx)", "xls": "Excel (.xls)", "xlsx": "Excel (.xlsx)",
    "xlsb": "Excel (.xlsb)", "old_biff": "Excel (.xls antiguo)", "xml2003": "Excel (XML 2003)",
    "ppt": "PowerPoint (.ppt)", "pptx": "PowerPoint (.pptx)",
    "ods": "OpenDocument (.ods)", "fods": "OpenDocument (.fods)", "odt": "OpenDocument (.odt)",
    "odp": "OpenDocument (.odp)", "odg": "OpenDocument (.odg)", "sxc": "OpenOffice (.sxc)",
    "zip": "compactado .zip", "7z": "compactado .7z", "rar": "compactado .rar", "tar": "compactado .tar",
    "gzip": "compactado .gz", "bzip2": "compactado .bz2", "xz": "compactado .xz",
    "encrypted": "con contraseña",
}  # fmt: skip
UNKNOWN = "de un tipo que no se reconoce"


def called(kind: str) -> str:
    """«un archivo PDF», «un archivo de texto» …"""
    return f"un archivo {KINDS.get(kind, UNKNOWN)}"
