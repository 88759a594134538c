"""The bootstrap: what manage.py does on a machine that has nothing but CPython."""

import ast
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import MANAGE, PYTHON, House

pytestmark = pytest.mark.xdist_group("manage")  # the first house is built once

NO_ENSUREPIP = """
import sys
sys.modules["ensurepip"] = None
"""


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    house = House(tmp_path_factory.mktemp("house") / "first")
    house.build()
    return house, house.run("start", "--port", "9").stdout


@pytest.fixture
def house(first_start: tuple[House, str], tmp_path: Path) -> House:
    """A house that has been started once."""
    shutil.copytree(first_start[0].root, tmp_path / "house", symlinks=True)
    return House(tmp_path / "house")


def test_the_first_start_makes_the_environment_and_runs_the_command_in_it(
    first_start: tuple[House, str],
) -> None:
    house, said = first_start

    assert said.endswith(house.inside("start", "--port", "9"))
    assert "Installing packages" in said
    assert house.installed() == {"tiny-1.dist-info"}


def test_a_second_start_goes_straight_to_the_command(house: House) -> None:
    shutil.rmtree(house.wheels)

    assert house.run("check").stdout == house.inside("check")


def test_a_changed_pin_is_installed_at_the_next_start(house: House) -> None:
    house.pin("2")

    assert house.run("start").stdout.endswith(house.inside("start"))
    assert house.installed() == {"tiny-2.dist-info"}


def test_the_test_command_installs_the_test_extra_too(house: House) -> None:
    assert house.run("test", "-k", "word").stdout.endswith(house.inside("test", "-k", "word"))
    assert house.installed() == {"tiny-1.dist-info", "tiny_probe-1.dist-info"}


def test_an_installation_that_was_interrupted_is_made_again(house: House) -> None:
    house.stamp.write_text("# unfinished")
    (house.venv / "rubble").touch()

    assert house.run("start").stdout.endswith(house.inside("start"))
    assert not (house.venv / "rubble").exists()


def test_an_environment_of_another_python_is_not_used(house: House) -> None:
    house.stamp.write_text("# Python 3.10\ntiny==1")

    assert not house.module().is_usable()


def test_an_environment_whose_python_was_uninstalled_is_not_used(house: House) -> None:
    python = house.module().PYTHON
    python.unlink()
    python.symlink_to("no-such-python")

    assert not house.module().is_usable()


def test_an_environment_made_by_hand_is_used_if_it_has_pip(house: House) -> None:
    house.stamp.unlink()
    assert house.module().is_usable()

    for pip in house.venv.glob("**/site-packages/pip"):
        shutil.rmtree(pip)
    assert not house.module().is_usable()


def test_without_a_network_one_sentence_is_said_and_what_was_installed_still_runs(
    house: House,
) -> None:
    house.pin("3")
    nowhere = {"PIP_NO_INDEX": "", "PIP_INDEX_URL": "http://127.0.0.1:9", "PIP_RETRIES": "1"}

    refused = house.run("start", **nowhere)

    log = house.root / "data" / "local" / "install.log"
    assert refused.returncode == 1
    assert refused.stderr == (
        "The packages could not be installed: the package index does not answer; please connect "
        f"this machine to the network (pip's own words are in {log}).\n"
    )
    assert "connection broken" in log.read_text()
    house.pin("1")
    assert house.run("start").stdout == house.inside("start")


def test_a_package_that_does_not_exist_is_refused_in_one_sentence(house: House) -> None:
    house.pin("3")

    refused = house.run("start")

    assert refused.returncode == 1
    assert refused.stderr.startswith("The packages could not be installed: pip refused (")
    assert refused.stderr.count("\n") == 1


def without_ensurepip(house: House, path: Path) -> dict[str, str]:
    """An environment as on bare Debian, with only the programs in `path` to help."""
    shutil.rmtree(house.venv)
    path.mkdir()
    (path / "sitecustomize.py").write_text(NO_ENSUREPIP)
    return {"PYTHONPATH": str(path), "PATH": str(path)}


@pytest.mark.skipif(os.name == "nt", reason="Python on Windows always brings ensurepip")
def test_without_ensurepip_uv_makes_the_environment(house: House, tmp_path: Path) -> None:
    bare = without_ensurepip(house, tmp_path / "bin")
    uv = tmp_path / "bin" / "uv"
    uv.write_text(
        '#!/bin/sh\n[ "$1 $2 $3" = "venv --seed --python" ] && unset PYTHONPATH && '
        'exec "$4" -m venv "$5"\n'
    )
    uv.chmod(0o755)

    assert house.run("start", **bare).stdout.endswith(house.inside("start"))


@pytest.mark.skipif(os.name == "nt", reason="Python on Windows always brings ensurepip")
def test_with_nothing_to_make_an_environment_one_sentence_says_what_to_install(
    house: House, tmp_path: Path
) -> None:
    refused = house.run("start", **without_ensurepip(house, tmp_path / "bin"))

    assert refused.returncode == 1
    assert refused.stderr == (
        "This Python cannot make environments: please install virtualenv or uv, or on Debian the "
        "package python3-venv as root, and give the same command again.\n"
    )


@pytest.mark.parametrize("version", ["(3, 10, 13)", "(3, 15, 0)"])
def test_another_python_is_refused_in_one_sentence(version: str, tmp_path: Path) -> None:
    pretend = f"import runpy, sys; sys.version_info = {version}; runpy.run_path({str(MANAGE)!r})"
    refused = subprocess.run(
        [PYTHON, "-c", pretend], check=False, capture_output=True, text=True, cwd=tmp_path
    )

    found = version.strip("()").replace(", ", ".")
    assert refused.returncode == 1
    assert refused.stderr == (
        f"The dashboard needs Python 3.11 to 3.14 and this is {found}: please use one of those.\n"
    )


def test_an_old_python_can_read_the_file_that_refuses_it() -> None:
    ast.parse(MANAGE.read_text(encoding="utf-8"), feature_version=(3, 7))
