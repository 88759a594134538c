"""Loading the demonstration: only into an empty database, and never over anything."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from data import database
from data import demo as invented
from data.demo import Size
from data.tables import OrganisationMeta
from services import accounts, audit, demo
from services.access import SYSTEM, Action
from services.acting import acting
from services.refusals import Conflict, Refusal
from tests import made

DAY = date(2026, 3, 2)


def silent(_words: str, _part: float) -> None:
    """Nobody watches."""


@pytest.mark.parametrize("what", ["patient", "member", "organisation"])
def test_a_record_that_holds_anything_is_refused_and_left_as_it_was(record: str, what: str) -> None:
    if what == "organisation":
        made.put(OrganisationMeta(name="A real clinic"))
    else:
        {"patient": made.patient, "member": made.member}[what]()
    before = made.everything()

    with pytest.raises(Conflict, match=r"already holds something.*Nothing was changed"):
        demo.load(Size.SMALL, day=DAY, progress=silent)
    assert made.everything() == before


def test_a_second_demonstration_is_refused_and_the_first_left_as_it_was(demo_record: str) -> None:
    before = made.everything()

    with pytest.raises(Conflict, match="Nothing was changed"):
        demo.load(Size.SMALL, day=DAY, progress=silent)
    assert made.everything() == before


def test_loading_is_one_act_in_an_audit_trail_that_holds(demo_record: str) -> None:
    with acting(SYSTEM, Action.CHECK) as session:
        assert audit.faults(session) == []

    bodies = [row[6] for row in made.rows("audit") if "load_demo" in row[6]]
    assert len(bodies) == 1
    assert '"size":"small"' in bodies[0]
    assert f'"patient":{len(made.rows("patient"))}' in bodies[0]


def test_a_load_leaves_every_rule_of_the_database_in_place(record: str) -> None:
    rules = made.rules()
    demo.load(Size.SMALL, day=DAY, progress=silent)
    assert made.rules() == rules


def test_the_first_start_fills_an_empty_record_and_a_second_leaves_it(
    record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[float] = []

    assert demo.load_first(lambda words, part: heard.append(part))
    assert accounts.demonstration().anchor_day == demo.today()
    assert heard == sorted(heard)
    assert heard[-1] == 1
    before = made.rows("patient")

    assert not demo.load_first(silent)
    assert made.rows("patient") == before


def test_a_load_that_is_interrupted_leaves_an_empty_record(record: str) -> None:
    before = made.everything()

    def interrupt(_words: str, part: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.load(Size.SMALL, day=DAY, progress=interrupt)
    assert made.everything() == before


@pytest.mark.parametrize("load", [demo.load, demo.fresh])
def test_a_network_is_not_for_the_embedded_database_which_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: Callable[..., object]
) -> None:
    file = tmp_path / "clinic.db"
    file.touch()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")

    with pytest.raises(Refusal, match="200,000 patients needs PostgreSQL"):
        load(Size.NETWORK, day=DAY, progress=silent)
    assert [(path.name, path.stat().st_size) for path in tmp_path.iterdir()] == [("clinic.db", 0)]


def test_a_process_that_is_lost_is_told_in_a_sentence_and_nothing_is_kept(
    record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made.everything()
    monkeypatch.setattr(invented, "load", lose)

    with pytest.raises(Refusal, match=r"ended before it was done.*Nothing was kept"):
        demo.load(Size.SMALL, day=DAY, progress=silent)
    assert made.everything() == before


def lose(session: Session, *_asked: object) -> None:
    """A load that gets as far as the first row."""
    session.add(OrganisationMeta(name="Half a clinic"))
    session.flush()
    raise invented.CrewLost


def test_a_fresh_demonstration_keeps_the_old_one_beside_it(
    demo_record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = database.sqlite_file(), made.everything()
    if file is None:
        with pytest.raises(Refusal, match="needs the embedded database"):
            demo.fresh(Size.SMALL, day=DAY, progress=silent)
        assert made.everything() == before
        return

    kept = demo.fresh(Size.SMALL, day=DAY, progress=silent)

    assert accounts.demonstration().anchor_day == DAY
    database.engine().dispose()
    assert kept.parent == file.parent
    assert kept != file
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{kept}")
    old = made.everything()
    assert accounts.demonstration().anchor_day == demo.today()
    database.engine().dispose()
    views = ("audit", "audit_head")
    assert without(views, old) == without(views, before)


def without(names: tuple[str, ...], tables: dict[str, list[tuple[object, ...]]]) -> object:
    """All tables but these, which asking for the demonstration writes to."""
    return {name: rows for name, rows in tables.items() if name not in names}


def test_a_record_of_real_people_is_never_set_aside(record: str) -> None:
    made.put(OrganisationMeta(name="A real clinic"))
    before = made.rows("organisation_meta")

    with pytest.raises(Refusal, match=r"not a demonstration|needs the embedded database"):
        demo.fresh(Size.SMALL, day=DAY, progress=silent)
    assert made.rows("organisation_meta") == before
    file = database.sqlite_file()
    assert file is None or [path.name for path in file.parent.glob("*.db")] == [file.name]


def test_a_fresh_one_needs_a_record_to_be_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")

    with pytest.raises(Refusal, match="missing"):
        demo.fresh(Size.SMALL, day=DAY, progress=silent)
    assert list(tmp_path.iterdir()) == []
