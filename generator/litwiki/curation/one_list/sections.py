"""Topics as the headings of one list: groups in the wiki's order, topics below their parents, papers below topics."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from litwiki.model.ids import Slug, TopicId
from litwiki.model.records import Topic
from litwiki.model.wiki import Wiki


class Section(Struct, frozen=True):
    """A heading, at level 1 for the highest, with what stands below it. `papers` are those of the reading list in its
    order, then the others by title, each with its note."""

    level: int
    name: str
    topic: Topic | None = None
    papers: tuple[tuple[Slug, str], ...] = ()


def sections_of(wiki: Wiki) -> Iterator[Section]:
    """All headings in order. A group that is called as its only highest topic is that topic; papers without a topic
    stand at the end under a heading of their own."""
    printed = _printed_names(wiki)
    for group, topics in wiki.groups:
        below: Mapping[TopicId | None, list[Topic]] = defaultdict(list)
        here = {topic.id for topic in topics}
        for topic in topics:
            below[topic.parent if topic.parent in here else None].append(topic)
        highest = below[None]
        is_topic = len(highest) == 1 and highest[0].name == group
        if not is_topic:
            yield Section(1, group)
        waiting = [(1 if is_topic else 2, topic) for topic in reversed(highest)]
        while waiting:
            level, topic = waiting.pop()
            yield Section(level, printed[topic.id], topic, _papers(wiki, topic))
            waiting += [(level + 1, one) for one in reversed(below[topic.id])]
    without = tuple((slug, "") for slug in wiki.in_title_order if not wiki.papers[slug].topics)
    if without:
        yield Section(1, "Other papers", None, without)


def list_of(wiki: Wiki, lines: Callable[[Wiki, Section], Iterator[str]]) -> str:
    """The lines of all sections, ending in a line break."""
    return "\n".join(line for section in sections_of(wiki) for line in lines(wiki, section)).strip() + "\n"


def _papers(wiki: Wiki, topic: Topic) -> tuple[tuple[Slug, str], ...]:
    pinned = {slug: pin.note for pin in topic.pinned if (slug := wiki.resolve(pin.paper))}
    rest = [slug for slug in wiki.papers_by_topic[topic.id] if slug not in pinned]
    return (*pinned.items(), *((slug, "") for slug in rest))


def _printed_names(wiki: Wiki) -> Mapping[TopicId, str]:
    """Names of topics. "Other (Heat)" is "Other" below Heat, where another topic's name says as much."""

    def short(topic: Topic) -> str:
        above = wiki.topics.get(topic.parent) if topic.parent else None
        return topic.name.removesuffix(f" ({above.name[:40]})") if above else topic.name

    names = Counter(short(topic) for topic in wiki.topics.values())
    return {topic.id: short(topic) if names[short(topic)] > 1 else topic.name for topic in wiki.topics.values()}
