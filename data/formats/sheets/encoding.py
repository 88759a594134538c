"""Which characters the bytes of a text file are."""

from data.formats.errors import NotReadable
from data.formats.sheets.table import CONTROL

_OTHER_FORMATS = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "compressed",
    b"{\\rtf": "a text document",
    b"<": "a web page or XML",
}


def of(content: bytes) -> tuple[str, str]:
    """Python's name of the encoding, and the sentence that says how the file was taken."""
    start = content[:100].lstrip()
    for signature, what in _OTHER_FORMATS.items():
        if start.startswith(signature):
            raise NotReadable(f"This file is {what}, not a table. Save the table as CSV or .xlsx.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        name, sentence = "utf-16", "The text was read as UTF-16."
    elif _fits(content, "utf-8"):
        name, sentence = "utf-8-sig", "The text was read as UTF-8."
    else:
        name = "cp1252"
        sentence = (
            "The text is not UTF-8 and was read as windows-1252; "
            "check a name with an accent before you go on."
        )
    _check_text(content, name)
    return name, sentence


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _check_text(content: bytes, encoding: str) -> None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise NotReadable(
            "This file is not text, or in an encoding that is not known here. "
            "Save the table as CSV in UTF-8, or as .xlsx."
        ) from None
    if not text.strip():
        raise NotReadable("This file is empty. Choose the file that holds the table.")
    if "\x00" in text:
        raise NotReadable(
            "This file has NUL characters, so it is no text or has no mark of its encoding. "
            "Save the table as CSV in UTF-8, or as .xlsx."
        )
    if CONTROL.search(text):
        raise NotReadable(
            "This file has control characters in it, so it is not a table as text. "
            "Save the table as CSV in UTF-8, or as .xlsx."
        )
