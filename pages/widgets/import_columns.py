"""What the columns of a table mean: proposed from their headings, shown, and changeable."""

from dataclasses import replace

import streamlit as st

from data.formats.errors import NotReadable
from data.formats.grid import Grid
from pages.widgets.text import plain
from services.access import User
from services.importing import columns, mappings
from services.importing.columns import Mapping, Proposal
from services.importing.plans import File
from services.refusals import Refusal

NOT_TAKEN = "not taken in"


def show(user: User, file: File) -> File | None:
    """The file read as the person says; None while something is asked. One that cannot be read
    is returned as it is: its preview says so, and keeps no other file waiting."""
    try:
        grids = _grids(file)
    except NotReadable:
        return file
    sheet = 0
    if len(grids) > 1:
        sheet = st.selectbox(
            "Sheet",
            range(len(grids)),
            format_func=lambda at: grids[at].name,
            key=f"sheet-{file.digest}",
            width=360,
        )
    mapping = _mapping(user, file.name, f"{file.digest}-{sheet}", grids[sheet])
    return None if mapping is None else replace(file, sheet=sheet, mapping=mapping)


def forget(but: set[str]) -> None:
    """Let go of tables whose files are no longer chosen, by their digests."""
    kept = st.session_state.get("import_grids", {})
    for digest in kept.keys() - but:
        del kept[digest]


def _grids(file: File) -> tuple[Grid, ...]:
    """Read once a session while the file is chosen."""
    kept = st.session_state.setdefault("import_grids", {})
    if file.digest not in kept:
        kept[file.digest] = columns.tables(file)
    grids: tuple[Grid, ...] = kept[file.digest]
    return grids


def _mapping(user: User, name: str, key: str, grid: Grid) -> Mapping | None:
    """What the person says of the columns, from what the headings or a remembered table say."""
    proposal, known = columns.propose(grid), mappings.remembered(user)
    fitting = [name for name, each in known.items() if columns.fits(each, grid)]
    todo = bool(proposal.questions or proposal.doubts or proposal.unknown or proposal.lacking)
    with st.expander(f"{plain(name)}: {_summary(proposal)}", expanded=todo):
        like = None
        if fitting:
            like = st.selectbox(
                "Read as remembered",
                fitting,
                index=None,
                placeholder="as the headings say",
                key=f"remembered-{key}",
                width=360,
            )
        # What is chosen below goes with what it began from, or old choices would undo it.
        begun = f"{key}-{like}"
        chosen = _kind(begun, grid, columns.examine(grid, known[like]) if like else proposal)
        if chosen.mapping.kind is None:
            _doubts(chosen)
            return None
        chosen = columns.examine(grid, _fields(begun, grid, _source(begun, chosen.mapping)))
        mapping, answered = _questions(begun, chosen)
        _doubts(chosen)
        for label in chosen.lacking:
            st.warning(f"No column says: {label}. Choose the one that does.")
        if answered:
            _remember(user, key, mapping)
    return mapping if answered else None


def _doubts(proposal: Proposal) -> None:
    for sentence in proposal.doubts:
        st.warning(plain(sentence))


def _summary(proposal: Proposal) -> str:
    taken = len(proposal.mapping.fields)
    kind = columns.kinds().get(proposal.mapping.kind or "", "what are the rows?")
    unknown = f", {len(proposal.unknown)} not taken in" if proposal.unknown else ""
    return f"{kind}, {taken} columns taken in{unknown}"


def _kind(key: str, grid: Grid, proposal: Proposal) -> Proposal:
    kinds, own = list(columns.kinds()), proposal.mapping.kind
    kind = st.selectbox(
        "The rows are",
        kinds,
        index=kinds.index(own) if own in kinds else None,
        format_func=lambda each: columns.kinds()[each],
        placeholder="say what the rows are",
        key=f"kind-{key}",
        width=360,
    )
    if kind in (None, own):
        return proposal
    return columns.propose(grid, kind, proposal.mapping.system)


def _source(key: str, mapping: Mapping) -> Mapping:
    """Asked only where the table names people by a number of somebody's."""
    if "patient_id" not in mapping.names:
        return mapping
    source = st.text_input(
        "Identifiers of patients are from",
        mapping.system or columns.OUR_OWN,
        key=f"source-{key}",
        width=360,
        help="The same number from the same source is the same person. "
        "Name another source for numbers of a study or of another clinic.",
    )
    return replace(mapping, system=source.strip() or columns.OUR_OWN)


def _fields(key: str, grid: Grid, mapping: Mapping) -> Mapping:
    """Each heading with its first value, and the field that it is."""
    proposed, known = dict(mapping.fields), columns.fields(mapping.kind or "")
    chosen = []
    with st.container(horizontal=True, gap="small"):
        for at, heading in enumerate(grid.columns):
            own = proposed.get(heading)
            options = ["", *dict.fromkeys([*([own] if own else []), *known])]
            example = next((row[at] for row in grid.rows if row[at]), "")
            field = st.selectbox(
                plain(heading),
                options,
                index=options.index(own or ""),
                format_func=lambda each: columns.words(each, known) if each else NOT_TAKEN,
                help=f"First value: {plain(example[:40])}" if example else None,
                key=f"field-{key}-{mapping.kind}-{at}",
                width=230,
            )
            if field:
                chosen.append((heading, field))
    return replace(mapping, fields=tuple(chosen))


def _questions(key: str, proposal: Proposal) -> tuple[Mapping, bool]:
    """What the cells leave open, asked; and whether all is answered."""
    mapping, answered = proposal.mapping, True
    for question in proposal.questions:
        choices = dict(question.choices)
        said = st.radio(
            question.words,
            list(choices),
            index=None,
            format_func=lambda each, choices=choices: choices[each],
            key=f"question-{key}-{question.id}",
            horizontal=True,
        )
        answered &= said is not None
        if said is not None:
            mapping = columns.answer(mapping, question.id, said)
    return mapping, answered


def _remember(user: User, key: str, mapping: Mapping) -> None:
    row = {"horizontal": True, "vertical_alignment": "bottom", "gap": "small"}
    with st.form(f"remember-{key}", border=False, clear_on_submit=True), st.container(**row):
        name = st.text_input("Remember these columns as", width=280)
        asked = st.form_submit_button("Remember")
    if asked:
        try:
            mappings.remember(user, name, mapping)
        except Refusal as refusal:
            st.error(str(refusal))
        else:
            st.rerun()
