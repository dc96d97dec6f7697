"""Chromium looking at the report. ``python -m tests.reports.portraits docs/img`` remakes the pictures there."""

import sys
from dataclasses import replace
from pathlib import Path

from PIL import Image

from backoffice import reports
from tests.letters.portraits import chromium, shown
from tests.reports.rehearsed import explained

#: Name → width and height in pixels of what is shown from the top of the page.
VIEWS = {"report-desktop": (1280, 1390), "report-phone": (360, 1240)}


def main(folder: Path) -> None:
    """The report on the program that takes the UMA for the UMI, in 64 colours, rare ones too."""
    report = replace(explained("caso_b_ronda_1.xls"), heading="Caso 2600000026 · Nóminas del Sur, S.A. de C.V.")
    with chromium() as browser:
        for name, (width, height) in VIEWS.items():
            with shown(browser, reports.html(report), width, "light") as page:
                path = folder / f"{name}.png"
                page.screenshot(path=path, clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
                Image.open(path).convert("RGB").quantize(64, Image.Quantize.MAXCOVERAGE).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
