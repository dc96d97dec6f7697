"""How much a workbook may ask of us. Bytes unless said otherwise; sources: the public guide (5 MB), ours the rest."""

MEGABYTE = 1024 * 1024

WORKBOOK_BYTES = 5 * MEGABYTE

#: No step of a withholding comes near it, in pesos or days; a larger figure is no answer.
LARGEST_ANSWER = 1_000_000_000

#: Rows of a section that are read in a sheet, in however many tables; a test set has some dozens.
TABLE_ROWS = 5_000
#: Headings of tables in a sheet; there may be one for each worker of a test set, and they have two.
TABLES = 40
#: Rows over which a heading may be written.
HEADING_ROWS = 3

#: The child process.
CHILD_MEMORY = 1024 * MEGABYTE
CHILD_CPU_SECONDS = 15
CHILD_WALL_SECONDS = 20
ANSWER_BYTES = 64 * MEGABYTE

#: An .xlsx or .ods as a zip package, and the cells of any OpenDocument.
PACKAGE_ENTRIES = 2_000
PACKAGE_INFLATED = 150 * MEGABYTE
USED_CELLS = 5_000_000

#: An archive embedded in a sheet.
ARCHIVE_ENTRIES = 2_000
ARCHIVE_INFLATED = 50 * MEGABYTE
NOTICE_BYTES = 2 * MEGABYTE
NOTICES_BYTES = 8 * MEGABYTE

#: Other embedded things.
CFDI_BYTES = 1 * MEGABYTE
CFDI_NODES = 2_000  # elements and attributes; a long receipt has some hundreds
SCHEMA_ERRORS = 20
EMBEDDED_OBJECTS = 200
PICTURES = 500
PICTURE_PIXELS = 40_000_000
BLANK_PIXELS = 40_000_000
THUMBNAIL_SIDE = 1_400
THUMBNAILS = 60
#: Pictures that are compared with others' (copies), and pixels a side in which they are.
GREY_PICTURES, GREY_SIDE = 16, 1_000
