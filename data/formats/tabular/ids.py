"""Numbers by which people are known, as cells give them: what is compared is what can be seen."""

import re
import unicodedata

from data.formats.tabular.fault import Fault

SHORTENED = (
    "A spreadsheet shortened this number, and its last digits are lost. Make the column text where "
    "it was exported, and export it again."
)

_SHORTENED = re.compile(r"[+-]?\d([.,]\d+)?E\+\d+", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"(\d+)\.0+", re.ASCII)


def number(text: str) -> str:
    """Without characters that have no width, and 1001.0 as 1001; else Fault."""
    seen = "".join(each for each in text if unicodedata.category(each) != "Cf").strip()
    if _SHORTENED.fullmatch(seen):
        raise Fault(SHORTENED)
    return _WHOLE.sub(r"\1", seen) if _WHOLE.fullmatch(seen) else seen
