"""What is read is noted: keys, missing keys, whole collections; and equal values have equal digests."""

from dataclasses import replace

from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import LinkGraph, Mention
from litwiki.model.wiki import Wiki
from litwiki.traces import ABSENT, Facts, Job, watch
from tests.model.test_wiki import listing, paper, topic, wiki

LINKS = LinkGraph({Slug("kivi"): (Mention(Slug("lora"), "LoRA"),)}, {}, {}, {})


def small() -> Wiki:
    kivi, lora = paper("kivi", topics="cache"), paper("lora", topics="cache peft")
    papers = [replace(kivi, year=2024), replace(lora, year=2021)]
    return wiki(papers, [topic("cache"), topic("peft")], [listing("first", "kivi lora"), listing("second", "kivi")])


def watched() -> Facts:
    return watch(small(), LINKS)


def seen(facts: Facts) -> set[str]:
    names = list(facts.book.numbers)
    return {names[number] for number in facts.book.seen}


def test_a_key_is_a_fact_and_so_is_one_that_is_missing() -> None:
    facts = watched()
    assert facts.wiki.papers[Slug("kivi")].year == 2024
    assert facts.graph.mentions.get(Slug("lora"), ()) == ()
    assert Slug("nobody") not in facts.wiki.papers
    assert seen(facts) == {"papers/kivi", "mentions/lora", "papers/nobody"}
    assert facts.digest("papers/nobody") == facts.digest("mentions/lora") == ABSENT
    assert facts.digest("papers/kivi") != ABSENT


def test_methods_of_the_wiki_note_what_they_look_up() -> None:
    facts = watched()
    assert [found.id for found in facts.wiki.topics_of(Slug("lora"))] == ["cache", "peft"]
    assert facts.wiki.resolve_topic("none") is None
    assert seen(facts) == {"papers/lora", "topics/cache", "topics/peft", "topics/none", "_topic_aliases/none"}


def test_what_is_made_of_the_whole_collection_is_one_fact() -> None:
    facts = watched()
    assert facts.wiki.in_title_order == ("kivi", "lora")
    assert facts.wiki.repeats == ("kivi",)
    assert [year for year in facts.wiki.papers_by_year] == [2024, 2021]  # noqa: C416 - `list` asks for the size, too
    assert len(facts.wiki.listings) == 2
    assert seen(facts) == {"in_title_order/", "repeats/", "papers_by_year/?keys", "listings/?size"}


def test_people_and_citations_are_looked_up_one_by_one() -> None:
    facts = watch(wiki([replace(paper("kivi"), authors=("Ann Bee",))]), LINKS)
    person = facts.wiki.people.of("Ann Bee")
    assert person
    assert facts.wiki.citation(Slug("kivi")).authors == ("Ann Bee",)
    assert seen(facts) == {"names/ann bee", f"people/{person.slug}", "citations/kivi"}


def test_a_citation_does_not_depend_on_the_summary() -> None:
    before = watch(small(), LINKS)
    papers = {slug: replace(found, summary="Another.") for slug, found in small().papers.items()}
    after = watch(replace(small(), papers=papers), LINKS)
    assert before.digest("citations/kivi") == after.digest("citations/kivi")
    assert before.digest("papers/kivi") != after.digest("papers/kivi")


def test_every_part_of_a_wiki_is_watched() -> None:
    """Whatever a template may ask a wiki for leaves a note, but for the settings, which no state outlives."""
    for name in {*vars(Wiki).keys(), *Wiki.__dataclass_fields__} - {"config"}:
        if name.startswith("__") or name == "_citations" or callable(getattr(Wiki, name, None)):
            continue
        facts = watched()
        found = getattr(facts.wiki, name)
        if name == "people":
            found = found.by_slug
        if not seen(facts):
            assert found.get("x") is None, name
        assert seen(facts), name


def test_numbers_of_the_last_build_are_kept() -> None:
    facts = watch(small(), LINKS, ["topics/gone", "papers/lora"])
    assert facts.book.number("papers/lora") == 1
    assert facts.digest("topics/gone") == ABSENT
    assert facts.wiki.papers[Slug("lora")]
    assert facts.book.seen == {1}


def test_a_job_is_its_function_and_its_arguments() -> None:
    def make(*_: object) -> bytes:
        return b""

    one = Job("a.md", make, (TopicId("x"), 1))  # type: ignore[arg-type]
    assert one.digest == Job("b.md", make, ("x", 1)).digest  # type: ignore[arg-type]
    assert one.digest != Job("a.md", make, ("x", 2)).digest  # type: ignore[arg-type]
