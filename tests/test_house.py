"""The rules of the house that no linter knows."""

import ast
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from litwiki import exports, pages, sources
from litwiki.curation import enrich
from litwiki.curation.enrich.ask import SERVICES
from litwiki.curation.enrich.gather import FORMATS
from litwiki.scaffold import scaffold_files
from litwiki.templates import DEFAULT

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator" / "litwiki"
MODULES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "handler", "data", "info"}


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    return [ROOT / name for name in names.decode().split("\0") if name and (ROOT / name).is_file()]


def is_plug_in(path: Path) -> bool:
    """Whether a module is a plug-in: those have a name or views, and the modules that they are made of have none."""
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    assigned = [target for statement in statements if isinstance(statement, ast.Assign) for target in statement.targets]
    functions = [statement.name for statement in statements if isinstance(statement, ast.FunctionDef)]
    return "views" in functions or any(isinstance(target, ast.Name) and target.id == "name" for target in assigned)


@pytest.mark.parametrize(
    ("package", "plugins"),
    [
        (sources, sources.SOURCES),
        (pages, pages.KINDS),
        (exports, exports.EXPORTS),
        (enrich, (*FORMATS, *SERVICES)),
    ],
)
def test_every_plug_in_is_in_its_tuple(package: object, plugins: tuple[object, ...]) -> None:
    folder = Path(str(getattr(package, "__file__", ""))).parent
    modules = {path.stem for path in folder.glob("*.py") if path.stem != "__init__" and is_plug_in(path)}
    modules |= {path.parent.name for path in folder.glob("*/__init__.py") if is_plug_in(path)}
    assert {str(getattr(p, "__name__", "")).rsplit(".", 1)[-1] for p in plugins} == modules
    names = [getattr(plugin, "title", getattr(plugin, "name", getattr(plugin, "__name__", ""))) for plugin in plugins]
    assert len(set(names)) == len(names)


def test_every_service_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "enrich.md").read_text(encoding="utf-8")
    for service in SERVICES:
        constant = service.name.upper().replace("-", "_")
        assert re.search(rf"^\| {re.escape(service.title)} \|.*`{constant}` \|$", guide, re.MULTILINE), service.name


def test_every_template_is_used_and_described() -> None:
    modules = [*(PACKAGE / "pages").glob("*.py"), *(PACKAGE / "curation" / "digest").glob("*.py")]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    templates = sorted(DEFAULT.glob("[!_]*.html.j2"))
    assert len(templates) > 20
    for template in templates:
        kind = template.name.removesuffix(".html.j2")
        assert f'"{template.name}"' in sources, template
        assert f"`{kind}`" in guide, template


VENDORED = sorted((DEFAULT / "theme" / "assets").rglob("vendored.json"))
OURS = {DEFAULT / "theme" / "assets" / "search", DEFAULT / "theme" / "assets" / "edit"}
"""Folders of our own scripts, which may hold vendored ones."""


@pytest.mark.parametrize("record", VENDORED, ids=lambda record: record.parent.name)
def test_vendored_files_are_what_their_package_published(record: Path) -> None:
    folder, digests = record.parent, json.loads(record.read_text(encoding="utf-8"))["files"]
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == {*digests, record.name}
    for name, digest in digests.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    assert "LICENSE" in digests


def test_every_folder_of_assets_is_vendored() -> None:
    assets = DEFAULT / "theme" / "assets"
    folders = {*assets.glob("*/"), *(inner for ours in OURS for inner in ours.glob("*/"))}
    assert {path for path in folders if path.is_dir()} - OURS == {record.parent for record in VENDORED}


def test_our_own_mkdocs_file_is_the_one_that_init_writes() -> None:
    ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert ours == scaffold_files("Parameter Papers", "https://litwiki.github.io/litwiki/")["mkdocs.yml"]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert len(docstring) > 40


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    machine = re.compile(r"(?<![\w.\-])/(?:work|root|farm|home)/\w")
    for path in tracked():
        if path.suffix in {".woff2", ".png"} or "katex" in path.parts or path.is_relative_to(ROOT / "tests" / "data"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not machine.search(text), path
        if path.is_relative_to(ROOT / "generator" / "requirements"):
            assert "://" not in text, path


def test_the_abstracts_of_the_listings_are_nowhere_in_the_repository(shared: Path) -> None:
    tool = shared / "tools" / "own_words.py"
    done = subprocess.run(["python3", tool, *tracked()], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_locked_dependencies_carry_hashes() -> None:
    for name in (
        "generator/requirements/uv.txt",
        "generator/requirements/dev.txt",
        "templates/scaffold/requirements-locked.txt",
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins)
