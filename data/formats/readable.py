"""Tables as one HTML file that opens anywhere, prints well and loads nothing from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

Fact = tuple[str, str]

STYLE = """
body { font: 15px/1.45 "Source Sans 3", system-ui, sans-serif; color: #1b1f24; margin: 2rem; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; break-after: avoid; }
p, td, th { white-space: pre-line; overflow-wrap: break-word; }
table { border-collapse: collapse; width: 100%; font-size: .87rem; }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem; }
th { border-bottom: 2px solid #57606a; }
td { border-bottom: 1px solid #d0d7de; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.unknown, .note { color: #57606a; }
.facts th { width: 12rem; border-bottom: 1px solid #d0d7de; }
.wide { overflow-x: auto; }
@page { size: A4 landscape; margin: 14mm; }
@media print { body { margin: 0; font-size: 10pt; } .wide { overflow: visible; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Table:
    """One kind of thing. A cell that is None is unknown; `note` stands below the heading."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | None]]
    note: str = ""


def page(
    title: str, facts: Sequence[Fact], notes: Sequence[str], tables: Sequence[Table], unknown: str
) -> bytes:
    """The whole document; `unknown` is what is written where a value is not known."""
    told = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(said)}</td></tr>" for name, said in facts
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body>"
        f'<h1>{escape(title)}</h1>\n<table class="facts"><tbody>{told}</tbody></table>\n'
        + "".join(f'<p class="note">{escape(note)}</p>\n' for note in notes)
        + "".join(_section(table, unknown) for table in tables)
        + "</body></html>\n"
    ).encode()


def _section(table: Table, unknown: str) -> str:
    heading = f"<h2>{escape(table.title)}</h2>\n"
    note = f'<p class="note">{escape(table.note)}</p>\n' if table.note else ""
    if not table.rows:
        return heading + note
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    body = "\n".join(
        f"<tr>{''.join(_cell(cell, unknown) for cell in row)}</tr>" for row in table.rows
    )
    return (
        # Whoever has no mouse scrolls it with the keys, once it has the focus.
        f'{heading}{note}<div class="wide" role="region" tabindex="0" '
        f'aria-label="{escape(table.title)}"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>\n"
    )


def _cell(said: str | None, unknown: str) -> str:
    if said is None:
        return f'<td class="unknown">{escape(unknown)}</td>'
    return f"<td>{escape(said)}</td>"
