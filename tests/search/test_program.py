"""The program in docs/search-index.md finds papers in the index: the format is documented well enough."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from litwiki import content, links, search
from tests.conftest import DATA

GUIDE = Path(__file__).parents[2] / "docs" / "search-index.md"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program beside an index of tests/data/wiki."""
    root = tmp_path_factory.mktemp("site")
    wiki = content.load(DATA / "wiki").wiki
    for file in search.plan(wiki, links.make(wiki)):
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.make())
    (found,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (root / "search.py").write_text(found, encoding="utf-8")
    assert sum(bool(line.strip()) for line in found.splitlines()) <= 55
    return root / "search.py"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("boiling water", "papers/kettle/"),
        ("guess the bird's feather", "papers/guessthebird/"),
        ("Heating", "topics/heating/"),
    ],
)
def test_the_documented_program_finds_what_the_search_finds(program: Path, query: str, first: str) -> None:
    done = subprocess.run(
        [sys.executable, program, program.parent, query], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split()[0] == first, done.stdout


def test_the_documented_program_says_nothing_where_nothing_is(program: Path) -> None:
    done = subprocess.run([sys.executable, program, program.parent, "zzzqq the"], capture_output=True, check=True)
    assert done.stdout == b""
