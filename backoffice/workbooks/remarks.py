"""What reading remarks inside a workbook that it could open: one table of codes, severities and sentences.

Whether the figures are right is not said here; a row's missing answer is the checks' business.
"""

from backoffice.domain.findings import Finding, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
INSERT_AGAIN = "Insértalo de nuevo con Insertar → Objeto → Crear desde archivo, sin vincular, y guarda como .xls."

#: code → (severity, tab, sentence with {found} and {sheet}).
REMARKS: dict[str, tuple[Severity, int | None, str]] = {
    # the workbook
    "name_differs_from_format": (N, None, "El archivo se llama {found}, pero por dentro es de otro formato; se leyó."),
    "other_spreadsheet_read": (
        W, None, "El libro está en formato {found}; se leyó completo, pero la guía pide .xls. Guárdalo como .xls."),
    "macros_present": (W, None, "El libro contiene macros. No se ejecutan; envíalo sin ellas."),
    "tab_missing": (E, None, "No se encontró la pestaña {found}. Parte de la plantilla y conserva las cuatro."),
    "tabs_by_order": (N, None, "Las pestañas no se llaman como en la plantilla; se tomaron por orden o contenido."),
    "sheet_hidden": (W, None, "La hoja «{sheet}» está oculta. Muéstrala si forma parte de tu evidencia."),
    "objects_unreadable": (W, None, "Hay objetos o imágenes dañados que no se leyeron. Insértalos de nuevo."),
    # tab 1
    "no_object": (E, 1, f"La pestaña 1 no tiene ningún archivo insertado. {INSERT_AGAIN}"),
    "only_icon": (E, 1, f"En la pestaña 1 solo quedó el icono: el archivo se perdió al guardar. {INSERT_AGAIN}"),
    "object_linked": (E, None, f"El objeto de «{{sheet}}» está vinculado, no insertado. {INSERT_AGAIN}"),
    "object_unreadable": (E, None, f"El objeto de «{{sheet}}» está incompleto o dañado. {INSERT_AGAIN}"),
    "object_elsewhere": (W, 1, "El compactado está en la hoja «{sheet}», no en la pestaña 1; se leyó de ahí."),
    "object_without_place": (
        W, 1, "Un archivo insertado no pertenece a ninguna hoja; se leyó. Insértalo de nuevo en la pestaña 1."),
    "object_without_place_unreadable": (
        E, None, f"Un objeto que no pertenece a ninguna hoja está incompleto o dañado. {INSERT_AGAIN}"),
    "object_not_archive": (E, 1, "El objeto de la pestaña 1 no es un compactado .zip, sino {found}. Inserta el .zip."),
    "notice_not_in_archive": (W, 1, "El fichero {found} se insertó sin compactar; se leyó. Usa un .zip."),
    "archive_not_zip": (E, 1, "El compactado es {found} y no se abre aquí. Compáctalo como .zip e insértalo."),
    "archive_not_zip_read": (N, 1, "El compactado es {found}; se leyó. Si lo haces de nuevo, usa .zip."),
    "archive_damaged": (
        E, 1, "El compactado está dañado o incompleto. Vuelve a compactar los .json e insértalo de nuevo."),
    "archive_method": (
        E, 1, "El compactado usa un método que no se abre aquí. Compacta los .json como .zip, con el método normal."),
    "archive_encrypted": (
        E, 1, "El compactado tiene contraseña. Compacta los .json sin contraseña e insértalo de nuevo."),
    "archive_too_many": (E, 1, "El compactado contiene más de 2,000 entradas. Compacta solo los .json de los avisos."),
    "archive_expands": (E, 1, "El compactado ocupa más de 50 MB al abrirse. Compacta solo los .json de los avisos."),
    "archive_forbidden_name": (E, 1, "El compactado contiene la ruta no permitida «{found}». Compacta solo los .json."),
    "archive_link": (
        E, 1, "El compactado contiene un enlace ({found}) en vez de un fichero. Compacta los .json originales."),
    "archive_special": (E, 1, "El compactado contiene {found}, que no es un fichero. Compacta solo los .json."),
    "archive_duplicate": (E, 1, "El compactado contiene dos veces {found}. Deja uno solo e insértalo de nuevo."),
    "archive_nested": (
        E, 1, "El compactado contiene otro compactado ({found}). Pon los .json directamente en un solo .zip."),
    "archive_without_json": (
        E, 1, "El compactado no contiene ningún fichero .json. Compacta los .json de los avisos."),
    "notice_too_large": (E, 1, "El fichero {found} es demasiado grande para ser un aviso."),
    "notices_too_large": (E, 1, "Los .json del compactado suman más de 8 MB. Compacta solo los avisos de tu set."),
    "notice_not_text": (E, 1, "El fichero {found} no es texto. Inclúyelo tal como vino con el set."),
    # tab 2
    "section_missing": (E, 2, "No se encontró la sección {found} en la pestaña 2. Conserva su título y encabezados."),
    "column_missing": (E, 2, "Falta la columna «{found}» en la pestaña 2. Conserva los encabezados de la plantilla."),
    "tables_elsewhere": (W, 2, "La hoja «{sheet}» también trae resultados; se usó «{found}». Deja una sola."),
    "column_repeated": (W, 2, "La columna «{found}» aparece dos veces; se leyó la primera. Deja una sola."),
    "too_many_tables": (E, 2, "La pestaña 2 tiene más de 40 tablas. Deja solo las del set de pruebas."),
    "too_many_rows": (E, 2, "La pestaña 2 tiene más de 5,000 renglones en una sección. Deja solo los del set."),
    "error_cells": (W, 2, "Hay celdas con error, la primera con {found}. Corrige la fórmula o escribe el valor."),
    "formulas_without_value": (W, 2, "Fórmulas sin calcular: {found}. Abre el libro, recalcula (F9) y guarda."),
    "text_numbers": (N, 2, "Números escritos como texto: {found}; se leyeron. Escríbelos como número."),
    "unreadable_numbers": (W, 2, "Hay celdas que no son números, la primera con «{found}». Escribe solo el número."),
    "ambiguous_numbers": (W, 2, "«{found}» puede leerse de dos maneras. Escríbelo como número."),
    # tab 3
    "no_pictures": (E, 3, "La pestaña 3 no tiene imágenes. Pega las pantallas de tu sistema y guarda de nuevo."),
    "picture_unreadable": (W, None, "Una imagen de «{sheet}» no se puede leer. Pégala de nuevo como PNG o JPEG."),
    # tab 4
    "no_cfdi": (E, 4, "La pestaña 4 no tiene el XML del recibo. Insértalo como objeto o pega su texto en la hoja."),
    "cfdi_elsewhere": (W, 4, "El XML del recibo está en la hoja «{sheet}», no en la pestaña 4; se leyó de ahí."),
    "cfdi_without_place": (
        W, 4, "El XML del recibo no pertenece a ninguna hoja; se leyó. Insértalo de nuevo en la pestaña 4."),
    "cfdi_in_archive": (W, 4, "El XML del recibo está compactado; se leyó. Insértalo sin compactar."),
    "cfdi_damaged": (
        E, 4, "El XML del recibo está incompleto o mal formado ({found}). Genera el archivo e insértalo de nuevo."),
    "cfdi_doctype": (E, 4, "El XML del recibo contiene DOCTYPE, que no se admite. Genera el CFDI sin él."),
    "cfdi_too_large": (E, 4, "El XML del recibo pesa más de 1 MB. Inserta solo el recibo que se pide."),
    "cfdi_too_many_nodes": (
        E, 4, "El XML del recibo tiene más de 2,000 nodos y atributos. Inserta solo el recibo que se pide."),
    "cfdi_encoding": (N, 4, "El XML del recibo viene en {found}; se leyó. Los CFDI se escriben en UTF-8."),
    "cfdi_text_around": (
        N, 4, "Junto al XML del recibo hay otro texto en la misma celda; se leyó solo el XML. Ponlo en otra celda."),
    "not_a_cfdi": (
        E, 4, "Lo que está en la pestaña 4 no es un CFDI de nómina: {found}. Inserta el recibo que se pide."),
    "cfdi_amount": (E, 4, "Una deducción del recibo tiene el importe «{found}», que no es un número. Corrígelo."),
    "several_cfdi": (W, 4, "Hay más de un XML en la pestaña 4; se leyó el primero. Deja solo el recibo que se pide."),
}  # fmt: skip


def remark(
    code: str, *, sheet: str = "", cell: str | None = None, found: str | None = None, tab: int | None = None
) -> Finding:
    """The finding for *code*; *tab* where the table leaves it open. *found* is cut to what people can read."""
    severity, usual_tab, sentence = REMARKS[code]
    shown = readable(found)
    message = sentence.format(found=shown, sheet=readable(sheet))
    return Finding(code=code, severity=severity, message=message, tab=usual_tab or tab, cell=cell, found=shown)


def readable(text: str | None, most: int = 80) -> str | None:
    """At most *most* characters, none that moves the cursor or turns the text around."""
    if text is None:
        return None
    return "".join(character if character.isprintable() else " " for character in text[:most])
