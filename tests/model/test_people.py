"""Authors and years of a wiki, and that nothing is left of them where no paper has any."""

import random
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki import content, pages
from litwiki.facts import Site
from litwiki.model.ids import DocPath, Slug, is_slug
from litwiki.model.people import make_people
from litwiki.model.records import LinkGraph, Paper
from litwiki.model.wiki import Wiki
from tests.conftest import DATA

NO_LINKS = LinkGraph({}, {}, {}, {})


def paper(slug: str, *authors: str, year: int | None = None) -> Paper:
    return Paper(Slug(slug), f"Title of {slug}", authors=authors, year=year)


def wiki_of(*papers: Paper) -> Wiki:
    kitchen = content.load(DATA / "wiki").wiki
    return replace(kitchen, papers={p.slug: p for p in papers}, topics={}, listings={}, decisions=())


def paths(wiki: Wiki) -> set[str]:
    return {page.path for page in pages.make(Site(wiki, NO_LINKS)) if page.path.startswith(("people/", "years/"))}


def test_one_name_is_one_person_however_it_is_printed() -> None:
    people = make_people([paper("a", "Ada B. Boyle"), paper("b", "Boyle, Ada B"), paper("c", "ADA B. BOYLE")])
    (person,) = people.by_slug.values()
    assert (person.slug, person.papers) == ("ada-b-boyle", ("a", "b", "c"))
    assert {person.name, *person.also} == {"Ada B. Boyle", "Ada B Boyle", "ADA B. BOYLE"}
    assert people.of("boyle, ada b.") is person
    assert people.of("Nobody") is None


def test_the_name_shown_is_the_one_printed_most_often() -> None:
    people = make_people([paper("a", "A Boyle"), paper("b", "A. Boyle"), paper("c", "A. Boyle")])
    assert people.by_slug[Slug("a-boyle")].name == "A. Boyle"


def test_an_author_who_stands_twice_on_a_paper_has_it_once() -> None:
    assert make_people([paper("a", "A. Boyle", "A Boyle")]).by_slug[Slug("a-boyle")].papers == ("a",)


@given(st.lists(st.text(min_size=1, max_size=12) | st.sampled_from(["Zoë", "Zoe", "a-z", "index"]), max_size=8))
def test_addresses_are_apart_and_do_not_depend_on_the_order(names: list[str]) -> None:
    shuffled = random.Random(1).sample(names, len(names))
    one, other = make_people([paper("x", *names)]), make_people([paper("x", *shuffled)])
    assert one.slug_by_key == other.slug_by_key
    assert list(one.by_slug) == list(other.by_slug)
    assert len(set(one.slug_by_key.values())) == len(one.slug_by_key)
    assert all(is_slug(slug) for slug in one.by_slug)


def test_an_address_does_not_depend_on_who_else_is_there() -> None:
    alone = make_people([paper("a", "Zoë Pot")]).slug_by_key
    together = make_people([paper("a", "Zoë Pot"), paper("b", "Zoe Pot"), paper("c", "Żoe Pot")]).slug_by_key
    assert alone.items() <= together.items()
    assert together["zoe pot"] == "zoe-pot"


def test_authors_and_years_have_pages() -> None:
    wiki = wiki_of(paper("a", "Ada Boyle", "茶小明", year=2025), paper("b", "Ada Boyle", year=2026))
    cha = wiki.people.of("茶小明")
    assert cha
    assert paths(wiki) == {
        "people/index.md",
        "people/a-z/b.md",
        f"people/a-z/{cha.letter}.md",
        "people/ada-boyle.md",
        "years/index.md",
        "years/2025.md",
        "years/2026.md",
    }


def test_who_wrote_one_paper_is_a_link_to_it() -> None:
    wiki = wiki_of(paper("a", "Ada Boyle", "Zoë Pot", year=2025), paper("b", "Ada Boyle", year=2026))
    made = {page.path: page.html for page in pages.make(Site(wiki, NO_LINKS))}
    assert 'href="../../../papers/a/">Zoë Pot</a>' in made[DocPath("people/a-z/p.md")]
    assert 'href="../../papers/a/">Zoë Pot</a>' in made[DocPath("people/ada-boyle.md")]
    assert '<a href="../../people/ada-boyle/">Ada Boyle</a>, Zoë Pot</span>' in made[DocPath("papers/a.md")]


def test_where_no_paper_has_any_there_is_no_trace() -> None:
    wiki = wiki_of(paper("a"), paper("b"))
    assert paths(wiki) == set()
    assert not [
        page.path for page in pages.make(Site(wiki, NO_LINKS)) if "people/" in page.html or "years/" in page.html
    ]


@pytest.mark.slow
def test_long_lists_go_on_on_further_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [paper(f"p-{n}", "Ada Boyle", f"X{n} Boyle", year=2025) for n in range(201)]
    found = paths(wiki_of(*papers))
    assert {"people/a-z/b.md", "people/a-z/b/2.md", "people/ada-boyle/5.md", "years/2025/5.md"} <= found
    assert not {"people/a-z/b/3.md", "people/ada-boyle/6.md", "years/2025/6.md"} & found


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "a_b *c*", "{{ x }}", "a|b"])
def test_a_hostile_name_is_text_on_every_page(name: str) -> None:
    for page in pages.make(Site(wiki_of(paper("a", name, year=2025)), NO_LINKS)):
        tree = lxml.html.fromstring(f"<div>{page.meta.get('crumbs', '')}{page.html}</div>")
        assert not tree.xpath("//script | //@href[starts-with(., 'javascript')]")
        meta = "".join(text for key, text in page.meta.items() if key not in {"head", "scripts", "crumbs"})
        assert "<" not in meta
        shown = "".join(str(text) for text in tree.itertext())
        assert page.path != "papers/a.md" or name in shown
