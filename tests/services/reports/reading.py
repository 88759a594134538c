"""A PDF read back: how many pages, which words, which fonts."""

import io

import pypdfium2 as pdfium
from PIL import Image
from pypdf import PdfReader


def pages(content: bytes) -> list[str]:
    """The text of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def text(content: bytes) -> str:
    """All of it."""
    return " ".join(pages(content))


def fonts(content: bytes) -> set[str]:
    """Families in which something is set, without the prefix of a subset."""
    found = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        for resources in [page["/Resources"], *_forms(page["/Resources"])]:
            for font in resources.get("/Font", {}).values():
                name = str(font.get_object()["/BaseFont"]).lstrip("/")
                found.add(name.split("+")[-1].split("-")[0])
    return found


def _forms(resources):  # type: ignore[no-untyped-def]
    for each in resources.get("/XObject", {}).values():
        inner = each.get_object().get("/Resources")
        if inner is not None:
            yield inner
            yield from _forms(inner)


def pictures(content: bytes, pixels_an_inch: int = 60) -> list[Image.Image]:
    """Each page as it is seen."""
    with pdfium.PdfDocument(content) as document:
        scale = pixels_an_inch / 72
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]
