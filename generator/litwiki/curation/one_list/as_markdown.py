"""The list as Markdown: a heading a topic, a bullet a paper, one line each, so that a change of a paper is one line."""

import re
from collections.abc import Iterator
from itertools import chain

from litwiki.curation.one_list.sections import Section
from litwiki.markup.addresses import is_safe_url
from litwiki.markup.markdown import markdown_text
from litwiki.markup.references import with_addresses
from litwiki.model.entries import Link
from litwiki.model.ids import Slug, url_of
from litwiki.model.records import Paper
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.id_kinds import url_of as url_of_id
from litwiki.text.name_parts import spoken

BEST = ("arxiv", "doi", "openreview", "acl")
"""Ids by which a paper is read, best first."""
DEEPEST = 6
"""Levels of headings that Markdown has."""
HOME = "content/index.md"
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
NAMED_BY_TWO = 2
"""Authors that are named; of more the first, and the rest as "et al."."""


def markdown_page(wiki: Wiki, marked: str) -> str:
    """A whole file for a wiki that has none yet: its name, its introduction, and the list with its markers."""
    home = with_links(wiki, wiki.home.strip())
    return "\n\n".join(filter(None, (f"# {markdown_text(wiki.config.site_name)}", home, marked)))


def markdown_section(wiki: Wiki, section: Section) -> Iterator[str]:
    """The lines of a heading and its papers."""
    yield f"{'#' * min(section.level + 1, DEEPEST)} {markdown_text(section.name)}\n"
    if section.topic and section.topic.introduction.strip():
        # A heading inside of an introduction would part the papers below it from their topic.
        text = HEADING.sub(r"**\1**", section.topic.introduction.strip())
        yield f"{with_links(wiki, text, f'content/topics/{section.topic.id}.md')}\n"
    for slug, note in section.papers:
        yield _bullet(wiki.papers[slug], note)
    if section.papers:
        yield ""


def _bullet(paper: Paper, note: str) -> str:
    title, url = markdown_text(rich(paper.title).plain), address_of(paper)
    shown = f"[{title}]({_target(url)})" if _fits(url) else f"**{title}**"
    appeared = " ".join(filter(None, (paper.publication.venue, str(paper.year or ""))))
    who = _people(paper)
    said = (f", {markdown_text(who)}" if who else "") + (f" ({markdown_text(appeared)})" if appeared else "")
    parts = [f"- {shown}{said}"]
    parts += [f"[[{link.kind}]({_target(link.url)})]" for link in other_addresses(paper) if _fits(link.url)]
    return " ".join(parts) + (f" - {markdown_text(note)}" if note else "")


def _people(paper: Paper) -> str:
    named = [spoken(name) for name in paper.authors[:NAMED_BY_TWO]]
    is_all = len(named) == len(paper.authors) and paper.authors_complete
    return " and ".join(named) if is_all or not named else f"{named[0]} et al."


def _fits(url: str) -> bool:
    return bool(url) and is_safe_url(url) and not re.search(r"[\s<>]", url)


def _target(url: str) -> str:
    """An address as a link's target; brackets in it would end the link."""
    return f"<{url}>" if "(" in url or ")" in url else url


def with_links(wiki: Wiki, text: str, source: str = HOME) -> str:
    """A curator's Markdown, of the file `source`, with links to papers themselves, and to pages of the wiki."""

    def resolve(target: str) -> tuple[str, str] | None:
        page = wiki.find(target, source)
        if not page:
            return None
        paper = wiki.papers.get(Slug(page[0].removeprefix("papers/").removesuffix(".md")))
        url = address_of(paper) if paper else wiki.config.address_of(url_of(page[0]))
        return (url if _fits(url) else ""), (rich(paper.title).plain if paper else page[1])

    return with_addresses(text, resolve)


def address_of(paper: Paper) -> str:
    """The address of a paper, '' where none is known."""
    ids = (url_of_id(kind, paper.ids[kind]) for kind in dict.fromkeys((*BEST, *paper.ids)) if kind in paper.ids)
    links = (link.url for link in paper.links if link.kind in {"paper", "doi"})
    return next(filter(None, chain(ids, links)), "")


def other_addresses(paper: Paper) -> list[Link]:
    """Its further ids and links, each with what it leads to."""
    first = address_of(paper)
    ids = [Link("paper", url) for kind, value in paper.ids.items() if (url := url_of_id(kind, value)) and url != first]
    return [*ids, *(link for link in paper.links if link.url != first)]
