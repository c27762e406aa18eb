"""What the wiki of `tests/data/golden/wiki` becomes, as files: a page of every kind and all that programs read.

`pytest --update-golden tests/test_golden.py` writes `tests/data/golden/expected` anew. Read the difference: a word that
changed on a page shows there. Pages and records have a line for each element or value, which they have not in the site.
"""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki import content, exports, links, pages
from litwiki.build import build
from litwiki.facts.site import Site
from tests.conftest import DATA, as_json
from tests.in_memory import views_of

WIKI = DATA / "golden" / "wiki"
EXPECTED = DATA / "golden" / "expected"
BLOCK = re.compile(
    r"><(?=/?(?:p|div|ul|ol|li|dl|dt|dd|nav|section|article|aside|header|details|summary|table|thead|tbody|tr|td|th|pre|figure"
    r"|figcaption|form|label|select|option|input|button|template|script|style|link|meta|svg|g|path|circle|line|rect|text|h[1-6])\b)"
)
PAGES = (
    "index.md",
    *("papers/kettle.md", "papers/lid.md", "papers/tea-words.md", "papers/no-topic.md"),
    *("papers/index.md", "papers/a-z/t.md", "topics/index.md", "topics/boiling.md", "map/index.md", "map/topics.md"),
    *("paths/index.md", "paths/hot-water.md"),
    *("listings/index.md", "listings/kitchen-bib.md", "repeats/index.md", "code/index.md", "search/index.md"),
    *("people/index.md", "people/a-z/b.md", "people/ada-boyle.md", "years/index.md", "years/2023.md"),
    *(
        "venues/index.md",
        "venues/journal-of-small-kitchens.md",
        "edit/index.md",
        "todo/index.md",
        "compare/index.md",
        "about.md",
        "new/index.md",
        "new/2026-05.md",
        "digests/index.md",
        "left-out/index.md",
        "digests/2026-w18.md",
    ),
)
RECORDS = (
    *("api/papers/kettle.json", "api/papers/lid.json", "api/papers/tea-words.json"),
    *("api/topics/boiling.json", "api/paths/hot-water.json"),
)
FOR_PROGRAMS = (
    *("api/index.json", "cite/all.bib", "cite/all.ris", "cite/all.json", "feeds/all.xml", "feeds/all.json"),
    *(
        "lists/papers/papers-1.json",
        "lists/papers/facets-1.json",
        "CITATION.cff",
        "llms.txt",
        "llms-full.txt",
        "robots.txt",
    ),
    *("api/schema.json", "api/openapi.json"),
    *("tables/boiling.csv", "papers/pot/index.html", "topics/brewing/index.html", "search/index/facets.js"),
)
EVERY = (*PAGES, *RECORDS, *FOR_PROGRAMS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("golden") / "wiki"
    shutil.copytree(WIKI, root)
    report = build(root, strict=True)
    assert (report.papers, report.warnings, report.problems) == (12, (), ())
    return root / "build" / "docs"


def readable(path: str, text: str) -> str:
    """The same text in more lines, so that a difference is one line of many."""
    if path.endswith((".md", ".html", ".xml")):
        return BLOCK.sub(">\n<", text.replace("&#10;", "&#10;\n"))
    if path.endswith((".ris", ".csv")):
        return text.replace("\r\n", "\n")  # git may turn these ends of lines into others
    if path.endswith(".json"):
        return as_json(json.loads(text))
    return text.replace('],"', '],\n"').replace("],[", "],\n[") if path.endswith(".js") else text


@pytest.mark.parametrize("path", EVERY)
def test_the_file_is_as_expected(path: str, built: Path, golden: Callable[[Path, str], None]) -> None:
    golden(EXPECTED / path, readable(path, (built / path).read_bytes().decode()))


def test_every_kind_of_page_and_every_export_is_among_them() -> None:
    wiki = content.load(WIKI).wiki
    site = Site(wiki, links.make(wiki).graph)
    for kind in pages.KINDS:
        assert {f"{page.path}" for page in views_of(site, [kind])} & {*PAGES}, kind.__name__
    for export in exports.EXPORTS:
        if export is exports.images:  # which copies bytes
            continue
        assert {output.path for output in export.files(site)} & {*EVERY}, export.name
    templates = {page.template: f"{page.path}" for page in views_of(site) if f"{page.path}" in PAGES}
    assert {page.template for page in views_of(site)} == {*templates}


def test_no_expected_file_is_left_over() -> None:
    assert {path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*") if path.is_file()} == {*EVERY}
