"""QR codes of links, made here and offline."""

import io

import segno


def qr(link: str) -> str:
    """The QR code of a link as SVG, for a page or a picture of its own; it has a border and a light ground."""
    file = io.BytesIO()
    segno.make(link, error="m").save(
        file, kind="svg", scale=8, border=4, light="#fff", xmldecl=False, omitsize=True
    )
    return file.getvalue().decode()
