"""Texts that somebody might send to hurt whoever reads them."""

IMAGE = '<img src=x onerror="alert(1)">'
SCRIPT = "</td><script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
RIGHT_TO_LEFT = "factura\u202egnp.slx"
HUGE = "A" * 1_000_000
EVERYTHING = f"{IMAGE} {SCRIPT} {FORMULA} {RIGHT_TO_LEFT} \u200b\ufeff"
