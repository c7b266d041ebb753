"""Puts the JavaScript program into the wheel: what npm would publish, and the packages that npm would install with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PYTHON = Path(__file__).resolve().parent
CHECKOUT = PYTHON.parent

# Read by compilers, debuggers and people, and never by Node.
UNUSED_SUFFIXES = (".ts", ".mts", ".cts", ".map", ".md", ".markdown", ".flow", ".tsbuildinfo")
UNUSED_FOLDERS = {"test", "tests", "__tests__", "bench", "benchmark", "benchmarks", "docs", "examples", ".github"}
# The marks of package-lock.json for what a user of the package does not get.
NOT_INSTALLED = {"dev", "devOptional", "peer", "extraneous"}
LICENSE_NAMES = ("license", "licence", "copying", "notice", "thirdparty", "third-party")


class LicenseHook(MetadataHookInterface):
    """Writes the files that `license-files` names before hatchling looks for them."""

    def update(self, metadata: dict[str, Any]) -> None:
        packages = production_dependencies(CHECKOUT)
        refuse_unknown_licenses(packages, metadata["license"])
        shutil.copyfile(CHECKOUT / "LICENSE", PYTHON / "LICENSE")
        (PYTHON / "THIRD-PARTY-LICENSES.txt").write_text(describe_licenses(packages), encoding="utf-8")


class ProgramHook(BuildHookInterface[Any]):
    """Adds the folder `_program` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self._folder = tempfile.mkdtemp(prefix="azureml-fe-mock-program-")
        program = Path(self._folder) / "_program"
        gather_program(CHECKOUT, program)
        build_data["force_include"][str(program)] = "azureml_fe_mock/_program"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def gather_program(checkout: Path, target: Path) -> None:
    """Writes the files of `npm pack` and the production dependencies of the checkout into `target`.

    A package without production dependencies, such as a bundled one, gets no `node_modules`.
    """
    with tempfile.TemporaryDirectory() as folder:
        npm(checkout, "pack", "--pack-destination", folder)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            for member in packed.getmembers():
                if not member.isfile() or is_unused(Path(member.name)):
                    continue
                content = packed.extractfile(member)
                assert content is not None
                write(target / Path(member.name).relative_to("package"), content.read())
    modules = checkout / "node_modules"
    for folder in production_dependencies(checkout):
        for file in files_of(folder):
            write(target / "node_modules" / file.relative_to(modules), file.read_bytes())


def production_dependencies(checkout: Path) -> list[Path]:
    """The folders of what `npm install azureml-fe-mock` installs with it, by package-lock.json; types alone are left out."""
    lock = json.loads((checkout / "package-lock.json").read_text(encoding="utf-8"))
    return [
        checkout / place
        for place, described in sorted(lock["packages"].items())
        if place != "" and not place.startswith("node_modules/@types/") and not NOT_INSTALLED.intersection(described)
    ]


def files_of(folder: Path) -> list[Path]:
    """The files of one package that Node or a lawyer may read. Packages inside of it are packages of their own."""
    found: list[Path] = []
    for at, folders, names in os.walk(folder):
        unused = UNUSED_FOLDERS if Path(at) == folder else set[str]()
        folders[:] = sorted(name for name in folders if name != "node_modules" and name not in unused)
        found += [Path(at) / name for name in sorted(names) if not is_unused(Path(name))]
    return found


def is_unused(file: Path) -> bool:
    return file.name.endswith(UNUSED_SUFFIXES) and not is_license(file)


def is_license(file: Path) -> bool:
    return file.name.lower().startswith(LICENSE_NAMES)


def refuse_unknown_licenses(packages: list[Path], expression: str) -> None:
    """Raises ValueError where a package has a licence that the metadata of the wheel does not name."""
    known = set(expression.split(" AND "))
    for folder in packages:
        license_id = license_of(manifest(folder))
        if license_id not in known:
            raise ValueError(
                f"{folder.name} has the licence {license_id!r}, which license in python/pyproject.toml does not name."
            )


def license_of(described: dict[str, Any]) -> str:
    """The SPDX expression in a package.json, in today's form or in that of npm 2."""
    if "licenses" in described:
        return " OR ".join(license["type"] for license in described["licenses"])
    return described.get("license", "")


def describe_licenses(packages: list[Path]) -> str:
    """The licence texts of all packages, one after the other."""
    parts = ["This wheel contains the following JavaScript packages.\n"]
    for folder in packages:
        described = manifest(folder)
        texts = [file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()) if is_license(file)]
        heading = f"{described['name']} {described['version']} ({license_of(described)})"
        parts.append("\n".join(["-" * 80, heading, "", *(texts or ["The package has no licence file.\n"])]))
    return "\n".join(parts)


def manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "package.json").read_text(encoding="utf-8"))


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def npm(checkout: Path, *args: str) -> str:
    """Runs npm in the checkout. Returns its output. Raises RuntimeError with its output where it fails."""
    program = shutil.which("npm")
    if program is None:
        raise RuntimeError("npm is not on the PATH; building the wheel needs Node with npm and an `npm ci`.")
    # The options of a debugger or a test runner that started this build are not for npm.
    env = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}
    ran = subprocess.run([program, *args], cwd=checkout, env=env, capture_output=True, encoding="utf-8")
    if ran.returncode != 0:
        raise RuntimeError(f"npm {' '.join(args)} failed:\n{ran.stdout}{ran.stderr}")
    return ran.stdout
