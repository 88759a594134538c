"""The operator's door: `python3 manage.py start`, `test` and the rest of deploy/commands.py.

This file needs nothing but CPython. It makes .venv, installs the pinned packages there, runs itself
again inside, and only then meets the commands. Later starts find that done and pass through.
"""

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# Above every annotation, so that an older Python says this sentence and not a TypeError.
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(
        f"The dashboard needs Python 3.11 to 3.14 and this is {found}: please use one of those."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
VERSION = "{}.{}".format(*sys.version_info)
STAMP = VENV / "installed.txt"
LOG = ROOT / "data" / "local" / "install.log"

# The first line of the stamp; the lines after it are the requirements that are installed.
READY = f"# Python {VERSION}"
UNFINISHED = "# unfinished"

WITH_TEST_EXTRA = {"test", "picture"}


def enter(command: str) -> None:
    """Return only inside .venv, and only with every package that the command needs."""
    inside = VENV.exists() and os.path.samefile(sys.prefix, VENV)
    if not inside and not is_usable():
        make_environment()
    extra = test_extra() if command in WITH_TEST_EXTRA else []
    if not {READY, *requirements(), *extra} <= set(stamp()):
        install(extra)
    if not inside:
        run_again_inside()


def requirements() -> list[str]:
    lines = (line.split(" #")[0].strip() for line in open_text("requirements.txt").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_extra() -> list[str]:
    import tomllib  # unknown to the Pythons that must get as far as the sentence above

    project = tomllib.loads(open_text("pyproject.toml"))["project"]
    return list(project["optional-dependencies"]["test"])


def open_text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def stamp() -> list[str]:
    return STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []


def write_stamp(lines: list[str]) -> None:
    STAMP.write_text("\n".join(lines), encoding="utf-8")


def is_usable() -> bool:
    """Whether .venv is whole and of this Python. One made by hand has no stamp: it is tried out."""
    if not PYTHON.exists():
        return False
    if stamp():
        return stamp()[0] == READY
    pip = subprocess.run(
        [PYTHON, "-m", "pip", "--version"], check=False, capture_output=True, text=True
    )
    return f"(python {VERSION})" in pip.stdout


def make_environment() -> None:
    say(f"Making {VENV.name} for Python {VERSION} ...")
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run(
        [*environment_maker(), str(VENV)], check=False, capture_output=True, text=True
    )
    if made.returncode:
        sys.exit(f"{VENV} could not be made: {(made.stderr or made.stdout).strip()}")
    write_stamp([READY])


def environment_maker() -> list[str]:
    """The command that makes an environment with pip in it, out of what this machine has."""
    if not has_module("ensurepip"):
        if other_maker():
            return other_maker()
        install_with_apt("python3-venv")
        if not has_module("ensurepip"):
            sys.exit(
                "This Python cannot make environments: please install virtualenv or uv, or on "
                "Debian the package python3-venv as root, and give the same command again."
            )
    return [sys.executable, "-m", "venv"]


def other_maker() -> list[str]:
    """virtualenv or uv, as a module of this Python or as a command; empty where neither is."""
    this = ["--python", sys.executable]
    for name, arguments in {"virtualenv": this, "uv": ["venv", "--seed", *this]}.items():
        if has_module(name):
            return [sys.executable, "-m", name, *arguments]
        if shutil.which(name):
            return [name, *arguments]
    return []


def has_module(name: str) -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec(name) is not None


def install_with_apt(package: str) -> None:
    """Ask Debian for a package, where it is Debian and we are root; the caller sees if it came."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        say(f"Installing {package} with apt-get ...")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for task in (["update"], ["install", "--yes", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *task], env=environment, check=False, capture_output=True)


def install(extra: list[str]) -> None:
    """Install through pip as this machine has it configured; what pip says is kept in the log."""
    before = stamp() or [READY]
    write_stamp([UNFINISHED])
    say("Installing packages (once, a minute or two):")
    if run_pip(["-r", str(ROOT / "requirements.txt"), *extra]):
        write_stamp([READY, *requirements(), *extra])
        return
    said = LOG.read_text(encoding="utf-8")
    if "Installing collected packages" not in said:
        write_stamp(before)  # pip gave up before it changed anything: what was there still stands
    problem = "pip refused"
    if "connection broken" in said:
        problem = "the package index does not answer; please connect this machine to the network"
    sys.exit(f"The packages could not be installed: {problem} (pip's own words are in {LOG}).")


def run_pip(arguments: list[str]) -> bool:
    """Run `pip install`, naming each package as it comes; whether it succeeded."""
    options = ["--only-binary", ":all:", "--no-input", "--disable-pip-version-check"]
    options.append("--no-compile")  # saves half a minute; Python compiles what is used, when it is
    pip = subprocess.Popen(
        [PYTHON, "-m", "pip", "install", *options, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("w", encoding="utf-8") as log:
        for line in pip.stdout or ():
            log.write(line)
            if line.startswith("Collecting "):
                print(re.split(r"[^\w.-]", line.split()[1])[0], end=" ", flush=True)
            if line.startswith("Installing "):
                print("\nUnpacking them ...", end="", flush=True)
    print()
    return pip.wait() == 0


def run_again_inside() -> None:
    again = [str(PYTHON), str(ROOT / "manage.py"), *sys.argv[1:]]
    sys.stdout.flush()
    if os.name == "nt":  # where execv returns to the prompt before the command is done
        sys.exit(subprocess.call(again))
    os.execv(PYTHON, again)


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    try:
        enter(sys.argv[1] if len(sys.argv) > 1 else "")
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on from here.")
    except OSError as error:
        sys.exit(f"The environment {VENV} could not be prepared: {error}.")

    from deploy.commands import app

    app()
