"""Writes the text of a digest: Markdown as in notes, with links to files of `content/`.

Titles and names are other people's words and are escaped. The text is always short enough for a mail: papers beyond
`MOST` are only counted, and the pages of their months list them.
"""

from collections.abc import Iterator

from litwiki.curation.digest.changes import Changes
from litwiki.facts.site import Site
from litwiki.markup.markdown import markdown_text
from litwiki.model.ids import ReadingPathId, Slug, TopicId
from litwiki.model.link_graph import LinkGraph
from litwiki.model.records import Paper, Pin
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.messages import counted

MOST = 60
"""Papers that are named; a mail of more than 102 kB is cut by Gmail, and nobody reads so many."""
MOST_OF_TOPIC = 3
"""Papers of a topic where there are more than `MOST`."""
MOST_LINES = 10
"""Lines of every other part."""


def write_text(wiki: Wiki, changes: Changes) -> str:
    """The whole text; one that says so where nothing was new."""
    site = Site(wiki, LinkGraph())
    largest = sorted(changes.topics, key=lambda topic: -len(wiki.papers_by_topic[topic]))
    parts = [
        ("Retracted and corrected", [_became(site, slug) for slug in changes.became]),
        ("New reading paths", [_path(wiki, path) for path in changes.paths]),
        ("New topics", [_topic(wiki, topic) for topic in largest]),
        ("Reading lists", [_list(wiki, *change) for change in changes.lists]),
        ("Now published", [_published(site, slug) for slug in changes.published]),
    ]
    blocks = [_sum(wiki, changes)]
    for title, lines in parts:
        if lines:
            more = [f"- and {len(lines) - MOST_LINES:,} more"] if len(lines) > MOST_LINES else []
            blocks += [f"# {title}", "\n".join([*lines[:MOST_LINES], *more])]
    if changes.papers:
        blocks += ["# New papers", *_papers(site, changes)]
    return "\n\n".join(blocks) + "\n"


def _sum(wiki: Wiki, changes: Changes) -> str:
    papers = sum(len(slugs) for _, slugs in changes.papers)
    counts = (
        (papers, "paper", "came", "came"),
        (len(changes.topics), "topic", "is new", "are new"),
        (len(changes.paths), "reading path", "is new", "are new"),
        (len(changes.lists), "reading list", "changed", "changed"),
        (len(changes.published), "preprint", "is published now", "are published now"),
        (len(changes.became), "paper", "was retracted or corrected", "were retracted or corrected"),
    )
    said = [f"{counted(count, noun)} {one if count == 1 else more}" for count, noun, one, more in counts if count]
    if not said:
        return "Nothing was new."
    on = f" on {counted(len(wiki.topics), 'topic')}" if wiki.topics else ""
    in_all = f"{counted(len(wiki.papers), 'paper')}{on}"
    return f"{'; '.join(said)}. The wiki has {in_all}."


def _papers(site: Site, changes: Changes) -> Iterator[str]:
    """New papers topic by topic, each topic a heading and a list."""
    total = sum(len(slugs) for _, slugs in changes.papers)
    left, most = MOST, MOST if total <= MOST else MOST_OF_TOPIC
    unnamed = 0
    for topic, slugs in changes.papers:
        shown = slugs[: min(most, left)]
        left -= len(shown)
        if not shown:
            unnamed += len(slugs)
            continue
        more = [f"- and {len(slugs) - len(shown):,} more"] if len(slugs) > len(shown) else []
        if site.wiki.topics:
            yield f"## {_topic_link(site.wiki, topic) if topic else 'Without a topic'}"
        yield "\n".join([*(_paper(site, slug) for slug in shown), *more])
    if unnamed:
        yield f"And {counted(unnamed, 'paper')} on other topics."


def _paper(site: Site, slug: Slug) -> str:
    paper = site.wiki.papers[slug]
    lead = rich(paper.summary).lead.plain
    said = f"\\\n  {markdown_text(lead)}" if lead else ""
    return f"- {_paper_link(site.wiki, slug)} {_by(site, paper)}{said}".rstrip()


def _by(site: Site, paper: Paper) -> str:
    """Authors, venue and year in few words: `by Ada Boyle and Max Ober, TeaConf 2026`."""
    names = site.by(paper)
    venue = site.venue(paper)
    where = " ".join(filter(None, [markdown_text(venue.label) if venue else "", str(paper.year or "")]))
    return ", ".join(filter(None, [f"by {markdown_text(names)}" if names else "", where]))


def _became(site: Site, slug: Slug) -> str:
    status = site.wiki.papers[slug].status
    kind = status.kind if status else ""
    on = f" on {status.date}" if status and status.date else ""
    return f"- {_paper_link(site.wiki, slug)} was {kind}{on}."


def _published(site: Site, slug: Slug) -> str:
    venue = site.venue(site.wiki.papers[slug])
    return f"- {_paper_link(site.wiki, slug)}: {markdown_text(venue.label) if venue else ''}"


def _path(wiki: Wiki, path: ReadingPathId) -> str:
    record = wiki.reading_paths[path]
    return f"- [{markdown_text(record.title)}](../paths/{path}.md): {markdown_text(record.description)}"


def _topic(wiki: Wiki, topic: TopicId) -> str:
    papers = counted(len(wiki.papers_by_topic[topic]), "paper")
    return f"- {_topic_link(wiki, topic)}, {papers}: {markdown_text(rich(wiki.topics[topic].definition).lead.plain)}"


def _list(wiki: Wiki, topic: TopicId, came: tuple[Pin, ...], left: int) -> str:
    slugs = [slug for pin in came if (slug := wiki.resolve(pin.paper))]
    named = ", ".join(_paper_link(wiki, slug) for slug in slugs[:MOST_OF_TOPIC])
    more = f" and {len(slugs) - MOST_OF_TOPIC:,} more" if len(slugs) > MOST_OF_TOPIC else ""
    came_in = f"now with {named}{more}" if slugs else ""
    gone = f"{counted(left, 'paper')} left it" if left else ""
    return f"- {_topic_link(wiki, topic)}: {'; '.join(filter(None, [came_in, gone]))}"


def _paper_link(wiki: Wiki, slug: Slug) -> str:
    return f"[{markdown_text(rich(wiki.papers[slug].title).plain)}](../papers/{slug}.md)"


def _topic_link(wiki: Wiki, topic: TopicId) -> str:
    return f"[{markdown_text(wiki.topics[topic].name)}](../topics/{topic}.md)"
