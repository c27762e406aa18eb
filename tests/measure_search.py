"""Measures finding: `python -m tests.measure_search [LISTINGS]`.

Builds this repository's wiki with the theme's own search on, lets Pagefind index the same site, asks all three in
Chromium for the queries of `tests/data/search/queries.json` and `second.json`, and prints nDCG@10 by kind of query, and
how much better than Material's search ours is (95 % of paired bootstrap samples). Where the folder LISTINGS holds the
listings themselves, the same is measured with the abstracts that they print. Pages that are no papers are left out of
everybody's results before they are counted. Judgments are 2 (this is it) and 1 (about it, too).

Then come related papers (nDCG@5 by `tests/data/links/related.json`), mentions (against the pairs of
`tests/data/links/mentions.json`) and suggested topics (`tests.measure_topics`). How the sets were made:
docs/decisions/125, 127 and 128.
"""

import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from random import Random

from playwright.sync_api import Page, sync_playwright

from litwiki import content, links
from litwiki.build import build
from litwiki.curation.ingest import ingest
from litwiki.model.ids import Slug
from tests import measure_topics
from tests.browser.conftest import serving
from tests.chromium import FLAGS, find
from tests.conftest import DATA

ROOT = Path(__file__).parents[1]
QUERIES = {"first set": DATA / "search" / "queries.json", "second set": DATA / "search" / "second.json"}
RELATED, MENTIONS = DATA / "links" / "related.json", DATA / "links" / "mentions.json"
KINDS = ("known-item", "topical", "question", "all")
FIRST = 10
FIRST_RELATED = 5
SAMPLES = 2_000
Gains = Mapping[str, Sequence[float]]
"""What each query brought, by kind of query and all together."""

OURS = """
async (query) => {
  const search = await litwikiSearch();
  const { hits } = await LitwikiEngine.search(search.index, LitwikiQuery.parse(query));
  const docs = await Promise.all(hits.slice(0, 10).map(({ slot }) => LitwikiResult.record(search, slot)));
  return docs.map((doc) => doc.url);
}
"""
# The theme shows ten results, and more when its list is scrolled to the end.
MATERIAL = """
async (query) => {
  const box = document.querySelector(".md-search__input");
  const meta = document.querySelector(".md-search-result__meta");
  const rest = (ms) => new Promise((resume) => setTimeout(resume, ms));
  const links = () => [...document.querySelectorAll(".md-search-result__item > a")];
  box.dispatchEvent(new Event("focus"));
  box.value = query;
  const before = links()[0];
  meta.textContent = "";
  box.dispatchEvent(new KeyboardEvent("keyup", { key: "e", bubbles: true }));
  for (const end = performance.now() + 20000; performance.now() < end && (!meta.textContent || (before && before === links()[0])); )
    await rest(20);
  for (let count = -1; links().length !== count && links().length < 60; ) {
    count = links().length;
    const scrolled = document.querySelector(".md-search__scrollwrap");
    scrolled.scrollTop = scrolled.scrollHeight;
    scrolled.dispatchEvent(new Event("scroll"));
    await rest(60);
  }
  return links().map((link) => link.href);
}
"""
PAGEFIND = """
async (query) => {
  window.pagefind ??= await import(new URL("/pagefind/pagefind.js", location.href));
  const { results } = await window.pagefind.search(query);
  return (await Promise.all(results.slice(0, 60).map((result) => result.data()))).map((found) => found.url);
}
"""

ENGINES = {"litwiki": OURS, "Material": MATERIAL, "Pagefind": PAGEFIND}


def slugs(urls: Sequence[str]) -> list[str]:
    """The papers among some addresses, each once, in order."""
    found = [url.partition("papers/")[2].split("/") for url in urls if "papers/" in url]
    return list(dict.fromkeys(parts[0] for parts in found if parts[0] not in {"", "a-z"}))


def ndcg(found: Sequence[str], relevant: Mapping[str, int], first: int = FIRST) -> float:
    """Normalized discounted cumulative gain of the first ones, with gain 2 ** grade - 1 (Burges et al. 2005)."""

    def dcg(grades: Sequence[int]) -> float:
        return sum((2.0**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:first]))

    return dcg([relevant.get(slug, 0) for slug in found]) / dcg(sorted(relevant.values(), reverse=True))


def measure(page: Page, engine: str, queries: Path) -> Gains:
    """nDCG@10 of an engine for each query."""
    gains: dict[str, list[float]] = defaultdict(list)
    for query in json.loads(queries.read_text(encoding="utf-8")):
        gain = ndcg(slugs(page.evaluate(engine, query["query"])), query["relevant"])
        gains[query["kind"]].append(gain)
        gains["all"].append(gain)
    return gains


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def difference(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """How much more the one brings, query by query, and between what 95 % of samples of the queries are."""
    random = Random(1)
    pairs = [one - other for one, other in zip(ours, theirs, strict=True)]
    samples = sorted(mean(random.choices(pairs, k=len(pairs))) for _ in range(SAMPLES))
    return f"{mean(pairs):+.3f} ({samples[SAMPLES // 40]:+.3f} to {samples[-SAMPLES // 40]:+.3f})"


def print_links(root: Path) -> None:
    """Related papers and mentions of a wiki."""
    graph = links.make(content.load(root).wiki).graph
    judged = json.loads(RELATED.read_text(encoding="utf-8"))
    lists = {slug: [one.slug for one in graph.related.get(Slug(slug), ())] for slug in judged}
    gains = [ndcg(lists[slug], grades, FIRST_RELATED) for slug, grades in judged.items()]
    print(f"related papers: nDCG@{FIRST_RELATED} {mean(gains):.3f} over {len(gains)} lists")  # noqa: T201
    known = {(source, target) for source, target in json.loads(MENTIONS.read_text(encoding="utf-8"))}
    found = {(str(source), str(one.slug)) for source, own in graph.mentions.items() for one in own}
    right = len(known & found)
    print(f"mentions: {right} of {len(known)} pairs found, precision {right / len(found):.3f}")  # noqa: T201


@contextmanager
def site(listings: Path | None) -> Iterator[tuple[Path, str]]:
    """This repository's wiki with the theme's search and Pagefind's index, and its address on a server of this machine."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("content", "site_config"):
            shutil.copytree(ROOT / name, root / name)
        settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        assert "plugins: []\n" in settings
        (root / "mkdocs.yml").write_text(settings.replace("plugins: []\n", "plugins: [search]\n"), encoding="utf-8")
        if listings:
            wiki = root / "site_config" / "wiki.yml"
            wiki.write_text(wiki.read_text(encoding="utf-8").replace("abstracts: omit", "abstracts: keep"))
            ingest(root, sorted(listings.glob("*.txt")))
        assert build(root).site
        if find_spec("pagefind"):
            subprocess.run(
                [sys.executable, "-m", "pagefind", "--site", root / "site"], check=True, stdout=subprocess.DEVNULL
            )
        with serving(root / "site") as address:
            yield root, address


def main(listings: Path | None) -> None:
    engines = dict(ENGINES)
    if not find_spec("pagefind"):
        del engines["Pagefind"]
        print("Pagefind is not installed and left out: uv pip install pagefind pagefind_bin")  # noqa: T201
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for abstracts in dict.fromkeys((None, listings)):
            print("with abstracts" if abstracts else "as committed, without abstracts")  # noqa: T201
            with site(abstracts) as (root, address):
                # Pagefind's WebAssembly is what our pages' security policy forbids.
                page = browser.new_context(bypass_csp=True).new_page()
                page.set_default_timeout(60_000)
                page.goto(address + "search/")
                for name, queries in QUERIES.items():
                    print(f"{name:10}" + "".join(f"{kind:>12}" for kind in KINDS))  # noqa: T201
                    gains = {engine: measure(page, code, queries) for engine, code in engines.items()}
                    for engine, found in gains.items():
                        columns = (f"{mean(found[kind]):12.3f}" if found.get(kind) else " " * 12 for kind in KINDS)
                        print(f"{engine:10}" + "".join(columns))  # noqa: T201
                    print(f"more than Material: {difference(gains['litwiki']['all'], gains['Material']['all'])}")  # noqa: T201
                print_links(root)
        browser.close()
    print("suggested topics")  # noqa: T201
    measure_topics.main(listings)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
