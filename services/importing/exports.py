"""Files that one system wrote together, as the one file they are parts of.

A bulk export has a file for each kind of resource, and `Patient/1` in its observations is
`Patient/1` of its patients. Between files of different systems it is somebody else, so somebody has
to say that files belong together.
"""

from collections.abc import Sequence

from data.formats import strict_json
from data.formats.errors import NotReadable
from services.importing import reading
from services.importing.plans import File
from services.refusals import BadInput


def parts(files: Sequence[File]) -> list[File]:
    """Those that may be parts of one export: FHIR with a resource a line."""
    return [file for file in files if reading.kind(file) == reading.FHIR and _is_lines(file)]


def joined(files: Sequence[File]) -> list[File]:
    """The parts as one file, before the others; the same parts in any order are the same file.

    A part that cannot be read stays by itself, to be refused in a sentence of its own. Raises
    BadInput where the parts are larger together than a file may be.
    """
    together = [file for file in parts(files) if _is_readable(file)]
    if len(together) < 2:
        return list(files)
    if sum(len(file.content) for file in together) > strict_json.MAX_BYTES:
        raise BadInput(
            [
                "The files of one export may have 50 MB together. Bring in fewer patients at a "
                "time: ask the sender for the export in parts, each with its own patients."
            ]
        )
    first, *others = sorted(together, key=lambda file: (file.name, file.digest))
    name = f"{first.name} and {len(others)} more of one export"
    whole = File(name, b"\n".join(_bare(file) for file in (first, *others)))
    return [whole, *(file for file in files if file not in together)]


def _is_lines(file: File) -> bool:
    """Whether it has more than one line and each could be a resource, or calls itself so."""
    lines = _bare(file).splitlines()
    several = len(lines) > 1 and all(line.lstrip()[:1] in (b"{", b"") for line in lines)
    return several or file.name.lower().endswith(".ndjson")


def _is_readable(file: File) -> bool:
    try:
        strict_json.load(file.content)
    except NotReadable:
        return False
    return True


def _bare(file: File) -> bytes:
    return file.content.removeprefix(b"\xef\xbb\xbf").strip()
