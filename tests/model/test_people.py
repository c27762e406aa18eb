"""Authors and years of a wiki, and that nothing is left of them where no paper has any."""

import random

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litwiki import content
from litwiki.facts.site import Site
from litwiki.model.ids import DocPath, Slug, is_slug
from litwiki.model.link_graph import LinkGraph
from litwiki.model.people import People, make_people
from litwiki.model.records import NameAnswers, Namesake, Orcid, Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from tests.conftest import DATA
from tests.in_memory import pages_of

NO_LINKS = LinkGraph()


def paper(slug: str, *authors: str, year: int | None = None) -> Paper:
    return Paper(Slug(slug), f"Title of {slug}", authors=authors, year=year)


def wiki_of(*papers: Paper) -> Wiki:
    kitchen = content.load(DATA / "wiki").wiki
    return replace(kitchen, papers={p.slug: p for p in papers}, topics={}, listings={}, decisions=())


def paths(wiki: Wiki) -> set[str]:
    return {page.path for page in pages_of(Site(wiki, NO_LINKS)) if page.path.startswith(("people/", "years/"))}


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
    made = {page.path: page.html for page in pages_of(Site(wiki, NO_LINKS))}
    assert 'href="../../../papers/a/">Zoë Pot</a>' in made[DocPath("people/a-z/p.md")]
    assert 'href="../../papers/a/">Zoë Pot</a>' in made[DocPath("people/ada-boyle.md")]
    assert (
        '<a href="../../people/ada-boyle/">Ada Boyle</a></bdi>, <bdi>Zoë Pot</bdi></div>'
        in made[DocPath("papers/a.md")]
    )


def test_where_no_paper_has_any_there_is_no_trace() -> None:
    wiki = wiki_of(paper("a"), paper("b"))
    assert paths(wiki) == set()
    assert not [page.path for page in pages_of(Site(wiki, NO_LINKS)) if "people/" in page.html or "years/" in page.html]


@pytest.mark.slow
def test_long_lists_go_on_on_further_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [paper(f"p-{n}", "Ada Boyle", f"X{n} Boyle", year=2025) for n in range(201)]
    found = paths(wiki_of(*papers))
    assert {"people/a-z/b.md", "people/a-z/b/2.md", "people/ada-boyle/4.md", "years/2025/4.md"} <= found
    assert not {"people/a-z/b/3.md", "people/ada-boyle/5.md", "years/2025/5.md"} & found


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "a_b *c*", "{{ x }}", "a|b"])
def test_a_hostile_name_is_text_on_every_page(name: str) -> None:
    for page in pages_of(Site(wiki_of(paper("a", name, year=2025)), NO_LINKS)):
        tree = lxml.html.fromstring(f"<div>{page.meta.get('crumbs', '')}{page.html}</div>")
        own = "[starts-with(@src, '../assets/search')]"
        assert not tree.xpath(f"//script[not(self::*{own})] | //@href[starts-with(., 'javascript')]")
        meta = "".join(text for key, text in page.meta.items() if key not in {"head", "scripts", "crumbs"})
        assert "<" not in meta
        shown = "".join(str(text) for text in tree.itertext())
        assert page.path != "papers/a.md" or name in shown


# --- what people answered ------------------------------------------------------------------------------

NUMBER, OTHER_NUMBER = "0000-0002-1825-0097", "0000-0001-5109-3700"
LI = (paper("kettle", "Wei Li"), paper("pot", "Li, Wei"), paper("tea", "Wei Li"), paper("cup", "Wei Li"))


def called(people: People) -> dict[str, tuple[str, ...]]:
    return {slug: person.papers for slug, person in people.by_slug.items()}


def test_two_names_of_one_person_are_one_page_and_the_old_address_leads_there() -> None:
    papers = [paper("a", "A. Boyle"), paper("b", "Ada Boyle"), paper("c", "A. Boyle"), paper("d", "Max Ober")]
    people = make_people(papers, NameAnswers(same=(("Ada Boyle", "A. Boyle"),)))
    assert called(people) == {"ada-boyle": ("a", "b", "c"), "max-ober": ("d",)}
    assert people.by_slug[Slug("ada-boyle")].name == "Ada Boyle"
    assert people.former == {"a-boyle": "ada-boyle"}


def test_same_goes_through_names_in_common() -> None:
    papers = [paper("a", "A. Boyle"), paper("b", "Ada Boyle"), paper("c", "Ada B. Boyle")]
    for same in (
        (("Ada Boyle", "A. Boyle"), ("A. Boyle", "Ada B. Boyle")),
        (("Ada Boyle", "Ada B. Boyle", "A. Boyle"),),
    ):
        assert called(make_people(papers, NameAnswers(same=same))) == {"ada-boyle": ("a", "b", "c")}


def test_two_people_of_one_name_have_a_page_each_that_tells_which() -> None:
    people = make_people(LI, NameAnswers(different=(Namesake("Wei Li", (Slug("kettle"), Slug("tea"))),)))
    assert called(people) == {"wei-li": ("pot", "cup"), "wei-li-kettle": ("kettle", "tea")}
    one, other = people.of("Wei Li", Slug("tea")), people.of("Wei Li", Slug("pot"))
    assert one
    assert other
    assert (one.slug, other.slug) == ("wei-li-kettle", "wei-li")
    assert {one.hint, other.hint} == {"kettle", "pot"}
    assert people.others_of(one) == (other,)


def test_where_all_are_told_apart_the_name_itself_leads_to_all() -> None:
    different = (Namesake("Wei Li", (Slug("kettle"), Slug("tea"))), Namesake("Wei Li", (Slug("pot"), Slug("cup"))))
    people = make_people(LI, NameAnswers(different=different))
    assert people.namesakes == {"wei-li": ("wei-li-cup", "wei-li-kettle")}
    assert people.of("Wei Li") is None
    said = paths(replace(wiki_of(*LI), names=NameAnswers(different=different)))
    assert {"people/wei-li.md", "people/wei-li-cup.md", "people/wei-li-kettle.md"} <= said


def test_a_page_may_be_named() -> None:
    page = Slug("wei-li-heating")
    people = make_people(LI, NameAnswers(different=(Namesake("Wei Li", (Slug("kettle"),), page),)))
    assert set(people.by_slug) == {"wei-li", "wei-li-heating"}


def test_one_orcid_is_one_person_whatever_is_printed() -> None:
    papers = [paper("a", "A. Boyle"), paper("b", "Ada Boyle"), paper("c", "Ada Boyle")]
    orcids = (Orcid("A. Boyle", NUMBER, (Slug("a"),), "openalex"), Orcid("Ada Boyle", NUMBER, (Slug("b"),), "openalex"))
    people = make_people(papers, NameAnswers(orcids=orcids))
    assert called(people) == {"ada-boyle": ("a", "b", "c")}, "a further paper of the name is theirs, as without ORCIDs"
    assert people.by_slug[Slug("ada-boyle")].orcid == NUMBER


def test_two_orcids_are_two_people_and_a_paper_without_one_is_neither() -> None:
    orcids = (Orcid("Wei Li", NUMBER, (Slug("kettle"),)), Orcid("Wei Li", OTHER_NUMBER, (Slug("pot"), Slug("tea"))))
    people = make_people(LI, NameAnswers(orcids=orcids))
    assert called(people) == {"wei-li": ("cup",), "wei-li-kettle": ("kettle",), "wei-li-pot": ("pot", "tea")}


def test_a_persons_word_comes_before_a_services() -> None:
    answers = NameAnswers(
        different=(Namesake("Wei Li", (Slug("kettle"),)),),
        orcids=(Orcid("Wei Li", NUMBER, (Slug("kettle"), Slug("pot")), "openalex"),),
    )
    people = make_people(LI, answers)
    kettle, tea = people.of("Wei Li", Slug("kettle")), people.of("Wei Li", Slug("tea"))
    assert kettle
    assert tea
    assert (kettle.orcid, tea.orcid) == ("", NUMBER)


def test_answers_about_names_that_nobody_prints_change_nothing() -> None:
    answers = NameAnswers((("Nobody", "No One"),), (Namesake("Nobody", (Slug("kettle"),)),), (Orcid("No One", NUMBER),))
    assert make_people(LI, answers) == make_people(LI)


@given(
    st.lists(st.sampled_from(["A. Tea", "Ada Tea", "Wei Li", "Zoë", "王小明"]), min_size=1, max_size=9),
    st.lists(st.lists(st.sampled_from(["A. Tea", "Ada Tea", "Wei Li", "Zoë"]), min_size=2, max_size=3), max_size=3),
    st.lists(st.tuples(st.sampled_from(["A. Tea", "Wei Li", "王小明"]), st.integers(0, 8)), max_size=4),
    st.lists(st.tuples(st.sampled_from(["Ada Tea", "Wei Li"]), st.integers(0, 8)), max_size=4),
)
def test_whatever_is_answered_every_author_of_a_paper_is_one_person(
    printed: list[str], same: list[list[str]], apart: list[tuple[str, int]], numbers: list[tuple[str, int]]
) -> None:
    papers = [paper(f"p{n}", name) for n, name in enumerate(printed)]
    answers = NameAnswers(
        tuple(map(tuple, same)),
        tuple(Namesake(name, (Slug(f"p{n}"),)) for name, n in apart),
        tuple(Orcid(name, (NUMBER, OTHER_NUMBER)[n % 2], (Slug(f"p{n}"),)) for name, n in numbers),
    )
    people = make_people(papers, answers)
    for one in papers:
        person = people.of(one.authors[0], one.slug)
        assert person
        assert one.slug in person.papers
    assert sorted(slug for person in people.by_slug.values() for slug in person.papers) == [p.slug for p in papers]
    assert not people.by_slug.keys() & (people.former.keys() | people.namesakes.keys())


def test_a_name_whose_parts_in_order_have_another_key_has_its_page() -> None:
    printed = "쑛다리똠방각하찦차를 타고 온 펲시맨과"
    people = make_people([Paper(Slug("a"), "A", authors=(printed,)), Paper(Slug("b"), "B", authors=(printed,))])
    person = people.of(printed)
    assert person
    assert person.papers == ("a", "b")
