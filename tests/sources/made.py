"""Files of each kind, made by hand."""

from __future__ import annotations

import zlib

WORDS = "The ministers of Arden and Belland met in Karsh on Wednesday and agreed to reopen the crossing for trade."
PAGE = (
    "<!DOCTYPE html><html><head><title>Talks in Karsh</title></head><body><article><h1>Talks in Karsh</h1>"
    f"<p>{WORDS}</p><p>A spokesperson said that the two sides would meet again in spring, after the snow has gone.</p>"
    "</article></body></html>"
)


def pdf(*pages: str, info: str = "", padding: int = 0) -> bytes:
    """A PDF with a line of text on each page; `padding` makes the contents of each page longer by that many bytes."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, words in enumerate(pages):
        body = zlib.compress(f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode() + b" " * padding)
        resources = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 600 800]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {5 + 2 * number} 0 R >>".encode())
        objects.append(f"<< /Length {len(body)} /Filter /FlateDecode >>\nstream\n".encode() + body + b"\nendstream")
    objects.append(f"<< {info} >>".encode())
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (table + trailer).encode()
