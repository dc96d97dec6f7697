"""Evidence workbooks: from bytes to ``domain.evidence`` in a limited child process, and the template they start from.

Import ``reading`` (read, facts, pictures), ``refusals`` and ``template`` by name: this module stays empty so that the
child process starts fast. What an answer should be is not known here.
"""
