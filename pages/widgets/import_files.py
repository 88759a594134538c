"""Choose files, say what their columns are, look at the preview, bring in: with a way to stop."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import streamlit as st

from pages.widgets import import_columns
from pages.widgets.text import plain
from services import imports
from services.access import User
from services.importing import exports, reading
from services.importing.plans import File, FilePlan
from services.refusals import Refusal

LONG = 200_000
"""Bytes from which on a file is worth a word on how far it is."""


@dataclass(frozen=True)
class Chosen:
    """What is to be brought in; `files` is empty while something is still to be said of one."""

    uploads: int
    files: tuple[File, ...]
    mrn: str | None


def choose(user: User) -> Chosen:
    """The files with what is said of them."""
    uploads = st.file_uploader(
        "Files to bring in",
        type=["json", "ndjson", "csv", "txt", "tsv", "xlsx", "xlsm"],
        accept_multiple_files=True,
        key="uploads",
        max_upload_size=50,
    )
    mrn = st.text_input(
        "MRN for entries that name nobody",
        placeholder="MRN, or leave empty",
        width=360,
    ).strip()
    files: list[File] = []
    waiting, seen = False, set[str]()
    if not uploads:
        st.session_state.pop("previewed", None)
        st.session_state.pop("joined", None)
    for upload in uploads:
        file: File | None = File(upload.name, upload.getvalue())
        assert file is not None
        if file.digest in seen:
            st.info(f"{plain(file.name)} is the same as a file above, so it is passed over.")
            continue
        seen.add(file.digest)
        if reading.kind(file) == reading.TABLE:
            file = import_columns.show(user, file)
        if file is None:
            waiting = True
        else:
            files.append(file)
    import_columns.forget(but=seen)
    if waiting:
        st.info("The preview comes when the questions above are answered.")
    whole = () if waiting else tuple(_one_export(files))
    return Chosen(len(uploads), whole, mrn or None)


def _one_export(files: list[File]) -> list[File]:
    """Files with a resource a line as one, where somebody says that they are parts of one."""
    parts = exports.parts(files)
    if len(parts) < 2:
        return files
    together = st.toggle(
        f"The {len(parts)} NDJSON files are parts of one export",
        key="one_export",
        help="Then Observation.ndjson may speak of people in Patient.ndjson. Say so only of files "
        "that one system wrote together: in another system's files, Patient/1 is somebody else.",
    )
    if not together:
        return files
    asked = [file.digest for file in files]
    kept = st.session_state.get("joined")
    if kept is None or kept[0] != asked:
        try:
            kept = (asked, exports.joined(files))
        except Refusal as refusal:
            st.error(str(refusal), icon=":material/block:")
            return []
        st.session_state.joined = kept
    joined: list[File] = kept[1]
    return joined


def previewed(
    user: User, files: tuple[File, ...], zone: ZoneInfo, mrn: str | None
) -> tuple[FilePlan, ...]:
    """The preview, made anew only when something it hangs on has changed; none once stopped."""
    asked = (_said(files), mrn)
    kept = st.session_state.get("previewed")
    st.session_state.preview_is_new = kept is None or kept[0] != asked
    if kept is None or kept[0] != asked:
        if st.session_state.get("stopped") == asked:
            st.info("Stopped. Nothing was stored.")
            if not st.button("Look at the preview again"):
                return ()
        st.session_state.stopped = None
        kept = (asked, _with_progress(imports.preview, asked, user, files, zone, mrn))
        st.session_state.previewed = kept
    plans: tuple[FilePlan, ...] = kept[1]
    return plans


def take_in(user: User, files: tuple[File, ...], zone: ZoneInfo, mrn: str | None) -> None:
    """Bring in what was on the screen when the button was pressed, and not what was typed since."""
    if st.session_state.preview_is_new:
        st.warning("The files or the MRN have changed. Look at the preview again, then confirm.")
        return
    asked = (_said(files), mrn)
    st.session_state.pop("previewed", None)
    st.session_state.taken_in = _with_progress(imports.take_in, asked, user, files, zone, mrn)
    st.rerun()


def _said(files: tuple[File, ...]) -> tuple[object, ...]:
    return tuple((file.name, file.digest, file.sheet, file.mapping, file.same) for file in files)


def _with_progress(
    act: imports.Act,
    asked: object,
    user: User,
    files: tuple[File, ...],
    zone: ZoneInfo,
    mrn: str | None,
) -> tuple[FilePlan, ...]:
    if sum(len(file.content) for file in files) < LONG:
        return act(user, files, zone, mrn=mrn)

    def stop() -> None:
        st.session_state.stopped = asked

    place = st.empty()
    with place.container():
        bar = st.progress(0.0, text="Reading")
        # A click draws the page anew, which ends this run at the next word on how far it is, and
        # with it the transaction.
        st.button("Cancel", key="cancel_import", icon=":material/close:", on_click=stop)
    found = act(
        user, files, zone, mrn=mrn, progress=lambda words, part: bar.progress(part, text=words)
    )
    st.session_state.stopped = None
    if act is imports.preview:
        place.empty()
    return found
