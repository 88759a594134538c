"""Copies of figures: what they are, of what, by whom, and what must not leave."""

import csv
import html
import io
import re
import struct
from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook
from PIL import Image

from data.queries.insight.view import View
from data.tables.base import now
from data.tables.vocabulary import Role
from services import copies
from services.access import User
from services.copies import CSV, EXCEL, KINDS, PNG, SVG, Kind
from services.insight import ground as grounds
from services.insight.figure import Figure
from services.insight.ground import Ground
from services.outcomes import shares, times
from services.refusals import NotAllowed
from services.reports.lines import SECTIONS, Line, Part
from tests import clinic, made

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


def ground_of(user: User) -> Ground:
    view = View(None, now().astimezone(clinic.ZONE).date())
    return grounds.stand(user, "copies", view, clinic.ZONE)


def parts(ground: Ground) -> list[tuple[Part, Line]]:
    """Every figure of the three pages that a report prints, each on its ground."""
    found = [part for section in SECTIONS for part in section.parts(ground)]
    return [(part, line) for part in found for line in part.lines]


def copy(user: User, part: Part, line: Line, kind: Kind) -> bytes:
    more = (*line.more, *([grounds.people(user)] if line.named else []))
    return copies.of_figure(user, part.ground, kind, "a-figure", line.make, *more)


def rows_of(content: bytes) -> tuple[list[list[str]], dict[str, str]]:
    """The table, and what the copy says of itself below an empty line."""
    assert content.startswith(b"\xef\xbb\xbf"), "Excel takes it for UTF-8 by this mark"
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    gap = lines.index([])
    return lines[:gap], {line[0]: line[1] for line in lines[gap + 1 :]}


@pytest.mark.parametrize("looked_at_url", ["sqlite"], indirect=True)
def test_every_table_leaves_as_csv_and_excel_with_what_it_is(looked_at: str) -> None:
    doctor = clinic.user(clinic.DOCTOR)
    ground = ground_of(doctor)
    people = grounds.people(doctor)
    seen = 0
    for part, line in parts(ground):
        figure = line.figure(doctor, part.ground.for_export(), people)
        table, said = rows_of(copy(doctor, part, line, CSV))
        assert table[0] == list(figure.words.columns)
        assert len(table) == len(figure.table) + 1
        assert "number" not in table[0]
        assert (said["Figure"], said["By"]) == (figure.title, doctor.name)
        assert said["Filter"] == grounds.words(part.ground.view, people)
        assert said.get("Note", "") == figure.caption
        assert said["Definitions"] == ", ".join(figure.definitions)
        assert said["Made"].endswith("(America/Los_Angeles)")
        sheets = load_workbook(io.BytesIO(copy(doctor, part, line, EXCEL))).worksheets
        assert [cell.value or "" for cell in sheets[0][1]] == table[0]
        assert sheets[0].max_row == len(table)
        about = {row[0]: row[1] for row in sheets[1].iter_rows(values_only=True)}
        assert about["Figure"] == figure.title
        seen += 1
    assert seen > 25


@pytest.mark.parametrize("looked_at_url", ["sqlite"], indirect=True)
def test_every_picture_leaves_as_svg_and_as_png(looked_at: str) -> None:
    doctor = clinic.user(clinic.DOCTOR)
    ground, people = ground_of(doctor), grounds.people(doctor)
    drawn = 0
    for part, line in parts(ground):
        figure = line.figure(doctor, part.ground.for_export(), people)
        if figure.picture is None:
            continue
        svg = copy(doctor, part, line, SVG).decode()
        assert svg.startswith("<svg")
        assert f">{figure.title.replace('&', '&amp;')}" in svg
        assert f">By: {doctor.name}<" in svg
        assert f">Made: {now().astimezone(clinic.ZONE):%Y-%m-%d}" in svg
        said = " ".join(re.findall(r'<text x="8"[^>]*>([^<]*)<', svg))
        assert f"Filter: {grounds.words(part.ground.view, people)}" in said
        assert f"Definitions: {', '.join(figure.definitions)}" in said
        assert html.escape(figure.caption) in said
        drawn += 1
    assert drawn > 20
    line = Line(shares.figure, ("response",))
    png = copy(doctor, Part("", ground, [line], None), line, PNG)
    assert png.startswith(PNG_MAGIC)
    width, height = struct.unpack(">II", png[16:24])
    assert width >= copies.WIDTH
    assert height > 50


def test_a_copy_names_its_practitioner_and_never_by_a_key(looked_at: str) -> None:
    doctor = clinic.user(clinic.DOCTOR)
    ground, among = ground_of(doctor), grounds.people(doctor)
    key, name = next(iter(among.practitioners.items()))
    own = replace(ground, view=replace(ground.view, practitioner_id=key))
    part = Part("", own, [], None)
    line = Line(shares.figure, ("response",))
    _, said = rows_of(copy(doctor, part, line, CSV))
    assert said["Filter"].endswith(name)
    svg = copy(doctor, part, line, SVG).decode()
    assert name in svg
    assert str(key) not in svg


def test_a_copied_curve_says_that_those_who_leave_may_differ(looked_at: str) -> None:
    doctor = clinic.user(clinic.DOCTOR)
    line = Line(times.to_response, (None,), named=True)
    svg = copy(doctor, Part("", ground_of(doctor), [line], None), line, SVG).decode()
    assert times.CAVEAT in svg


def test_a_png_is_drawn_on_white(looked_at: str) -> None:
    doctor = clinic.user(clinic.DOCTOR)
    line = Line(shares.figure, ("response",))
    png = copy(doctor, Part("", ground_of(doctor), [line], None), line, PNG)
    with Image.open(io.BytesIO(png)) as picture:
        corners = [(x, y) for x in (0, picture.width - 1) for y in (0, picture.height - 1)]
        assert {picture.convert("RGBA").getpixel(at) for at in corners} == {(255, 255, 255, 255)}


def test_every_copy_is_audited(looked_at: str) -> None:
    doctor = clinic.user(clinic.DOCTOR)
    before = clinic.audited("export_numbers")
    line = Line(shares.figure, ("response",))
    for kind in KINDS:
        copy(doctor, Part("", ground_of(doctor), [line], None), line, kind)
    assert clinic.audited("export_numbers") == before + len(KINDS)


def test_what_leaves_for_those_who_see_no_names_hides_more_and_says_so(looked_at: str) -> None:
    manager = clinic.user(clinic.MANAGER)
    line = Line(shares.figure, ("response",))
    _, said = rows_of(copy(manager, Part("", ground_of(manager), [line], None), line, CSV))
    assert said["Hidden"] == "counts of 1 to 10"


def test_who_may_take_no_numbers_out_gets_none(record: str) -> None:
    made.site()
    owner = made.user(Role.PRACTITIONER)
    line = Line(shares.figure, ("response",))
    for role in (Role.STAFF, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            copy(made.user(role), Part("", ground_of(owner), [line], None), line, CSV)


def test_a_formula_in_a_table_is_defused(record: str) -> None:

    made.site()
    doctor = made.user(Role.PRACTITIONER)

    def figure(_user: User | None, _ground: Ground) -> Figure:
        return Figure("A figure", None, pd.DataFrame({"Name": ["=1+1"]}), "")

    table, _ = rows_of(copies.of_figure(doctor, ground_of(doctor), CSV, "x", figure))
    assert table[1] == ["'=1+1"]
