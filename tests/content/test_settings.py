"""Settings: which patterns of files may stand under `sources`."""

from pathlib import Path

import pytest

from litwiki.content import load


def sources(root: Path, pattern: str) -> tuple[str, ...]:
    (root / "site_config/wiki.yml").write_text(f"sources: ['{pattern}']\n")
    return load(root).wiki.config.sources


@pytest.mark.parametrize("pattern", ["incoming/*.txt", "a.txt", "**/*.txt", "a/**", "a b/[0-9]?.txt", "..a/b", "a..b"])
def test_a_pattern_below_the_wiki_is_taken(new_wiki: Path, pattern: str) -> None:
    assert sources(new_wiki, pattern) == (pattern,)
    assert load(new_wiki).problems == ()
    assert list(new_wiki.glob(pattern)) is not None


@pytest.mark.parametrize(
    "pattern", ["", "/", "/etc/*", "..", "../a", "a/../b", "./a", "a/", "a//b", "a**", "***", "a\\b"]
)
def test_a_pattern_that_leads_out_or_nowhere_is_refused(new_wiki: Path, pattern: str) -> None:
    assert sources(new_wiki, pattern) == ()
    assert [problem.code for problem in load(new_wiki).problems] == ["F004"]
