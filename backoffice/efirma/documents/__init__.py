"""Signed documents: what one says (``model``), its PDF (``typesetting``), the desk's seal on it (``sealing``), and
whether a PDF still carries that seal untouched (``checking``).

    paper = typeset(document)                                  # the same document gives the same bytes
    sealed = DocumentSeal.kept_in(folder, now).seal(paper, now)
    check(sealed, seal.certificate)                            # Intact() or NotIntact(fault)

Nothing is exported here: typesetting needs no pyHanko, and who only checks needs no typesetter.
"""
