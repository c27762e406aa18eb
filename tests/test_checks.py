"""Every code of `litwiki check` has a folder in data/check: a small wiki with that fault, and what is said of it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki.build import check
from tests.conftest import DATA

ROOT = Path(__file__).parents[1]
CASES = sorted(path.name for path in (DATA / "check").iterdir() if path.is_dir())
CODES = sorted(
    {
        code
        for path in [*(ROOT / "generator/litwiki/content").glob("*.py"), ROOT / "generator/litwiki/checks.py"]
        for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("code", CASES)
def test_a_fault_is_named_with_its_place_and_remedy(
    code: str, new_wiki: Path, golden: Callable[[Path, str], None]
) -> None:
    for path in (DATA / "check" / code).rglob("*"):
        if path.is_file() and path.name != "expected.txt":
            target = new_wiki / path.relative_to(DATA / "check" / code)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    _, problems = check(new_wiki)
    assert code in {problem.code for problem in problems}
    golden(DATA / "check" / code / "expected.txt", "".join(f"{problem}\n" for problem in problems))


def test_every_code_has_a_case_and_a_section_in_the_docs() -> None:
    docs = (ROOT / "docs" / "check-codes.md").read_text(encoding="utf-8")
    assert CASES == CODES
    assert [code for code in CODES if f"## {code}" not in docs] == []


def test_the_committed_wiki_is_clean() -> None:
    _, problems = check(ROOT)
    assert [str(problem) for problem in problems] == []
