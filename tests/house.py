"""A small checkout for the bootstrap to work on: a real environment and real pip, no network."""

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
PYTHON = getattr(sys, "_base_executable", sys.executable)
COMMANDS = """
import sys
def app(): print("inside", sys.prefix, *sys.argv[1:])
"""


def make_wheel(folder: Path, name: str, version: str) -> None:
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", "")
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")


class House:
    """A checkout with this manage.py, one small requirement and a command that says where it is."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.stamp = self.venv / "installed.txt"
        self.wheels = root / "wheels"

    def build(self) -> None:
        (self.root / "deploy").mkdir(parents=True)
        (self.root / "deploy" / "commands.py").write_text(COMMANDS)
        shutil.copy(MANAGE, self.root)
        self.pin("1")
        project = '[project.optional-dependencies]\ntest = ["tiny-probe==1"]'
        (self.root / "pyproject.toml").write_text(project)
        self.wheels.mkdir()
        for name, version in (("tiny", "1"), ("tiny", "2"), ("tiny_probe", "1")):
            make_wheel(self.wheels, name, version)

    def pin(self, version: str) -> None:
        (self.root / "requirements.txt").write_text(f"# why\ntiny=={version}  # because\n")

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        inherited = {name: value for name, value in os.environ.items() if name[:4] != "PIP_"}
        return subprocess.run(
            [PYTHON, self.root / "manage.py", *arguments],
            env=inherited | offline | {"PIP_CONFIG_FILE": os.devnull} | environment,
            check=False,
            capture_output=True,
            text=True,
        )

    def inside(self, *arguments: str) -> str:
        return " ".join(["inside", str(self.venv), *arguments]) + "\n"

    def installed(self) -> set[str]:
        return {folder.name for folder in self.venv.glob("**/tiny*.dist-info")}

    def module(self) -> ModuleType:
        """manage.py of this house, to ask what it would decide."""
        spec = importlib.util.spec_from_file_location("manage_of_a_house", self.root / "manage.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
