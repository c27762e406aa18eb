"""`/llms.txt` (llmstxt.org): what this wiki is and where its data are, for language models; and the text of the wiki,
`/llms-full.txt`, `/llms-full-7.txt`, …, in parts that a model can take in: the papers that came last are in the first,
and the others are numbered from the oldest on, so that a new paper changes the first alone.

Markdown as that format asks: a title, a quotation that sums up, sections with lists of links. Papers are not listed
there: the parts have them all, and so has the index of the JSON API.
"""

from collections.abc import Iterable, Sequence
from functools import partial

from litwiki.facts.site import Site
from litwiki.markup.markdown import markdown_text
from litwiki.model.ids import DocPath, Slug, listing_path, paper_path, reading_path_path, topic_path, url_of
from litwiki.model.outputs import Output
from litwiki.model.record_files import RecordFiles
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.messages import counted
from litwiki.text.words import first_sentence

name = "llms"
MOST_TOPICS = 200
MOST_LISTINGS = 20
PER_PART = 400
"""Papers in a part of the whole text: some 300 kB. The first has up to twice as many."""


def files(site: Site) -> Iterable[Output]:
    """One file with links, and the whole text in parts."""
    text = _text(site.wiki, site.record_files)
    yield Output(DocPath("llms.txt"), text, text.encode)
    slugs, start = site.newest_first, 0
    for older in range(max(0, len(slugs) // PER_PART - 1), -1, -1):
        end = len(slugs) - older * PER_PART
        part, path = slugs[start:end], DocPath(f"llms-full-{older + 1}.txt" if start else "llms-full.txt")
        following = f"llms-full-{older}.txt" if older else ""
        inputs = (following, site.settings, site.cards(part))
        yield Output(path, inputs, partial(_full, site, part, following), part)
        start = end


def _full(site: Site, slugs: Sequence[Slug], following: str) -> bytes:
    """Title, authors, year, venue, ids, topics and summary of some papers, those that came last first; in the end the
    file with older ones."""
    wiki = site.wiki
    lines = [f"# {markdown_text(wiki.config.site_name)}: papers", ""]
    for slug in slugs:
        paper, card = site.record(slug), site.card(slug)
        facts = [card.status, card.by, str(paper.year or ""), card.venue]
        facts += [f"{kind} {value}" for kind, value in paper.ids.items()]
        facts += [f"topics: {', '.join(topic.label for topic in card.topics)}"] if card.topics else []
        lines += [f"## {markdown_text(rich(paper.title).plain)}", ""]
        facts += [wiki.config.address_of(url_of(paper_path(slug)))]
        lines += [markdown_text("; ".join(filter(None, facts))), ""]
        lines += [markdown_text(rich(paper.summary).plain), ""] if paper.summary else []
    if following:
        lines += [f"More: {wiki.config.address_of(following) or following}", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _text(wiki: Wiki, layout: RecordFiles) -> str:
    lines = [f"# {markdown_text(wiki.config.site_name)}", "", f"> {_sum(wiki)}", ""]
    record = "`api/papers/<slug>.json`" if layout.bits is None else "in the file that the index names as its `record`"
    lines += [f"A paper's page is `papers/<slug>/`; the same as data is {record}.", "", "## Data", ""]
    lines += [
        _line(wiki, "api/index.json", "All papers", "slugs and titles, a thousand a file; `next` names the next"),
        _line(wiki, "api/openapi.json", "Description of the data", "OpenAPI; also `api/schema.json` (JSON Schema)"),
        _line(wiki, "llms-full.txt", "All papers as text", "with summaries, in parts; each names the next"),
        _line(wiki, "cite/all.bib", "Bibliography", "BibTeX; also `cite/all.ris` and `cite/all.json` (CSL-JSON)"),
    ]
    if wiki.config.site_url:
        lines.append(_line(wiki, "feeds/all.xml", "New papers", "Atom; also `feeds/all.json` (JSON Feed)"))
    if wiki.reading_paths:
        lines += ["", "## Reading paths", ""]
        for id_ in wiki.papers_by_path:
            path = wiki.reading_paths[id_]
            lines.append(_line(wiki, url_of(reading_path_path(id_)), path.title, markdown_text(path.description)))
    if wiki.topics:
        lines += ["", "## Topics", ""]
        ordered = sorted(wiki.topics.values(), key=lambda t: (-len(wiki.papers_by_topic[t.id]), t.id))
        for topic in ordered[:MOST_TOPICS]:
            lines.append(
                _line(wiki, url_of(topic_path(topic.id)), topic.name, markdown_text(first_sentence(topic.definition)))
            )
    if wiki.listings:
        lines += ["", "## Optional", ""]
        for listing in wiki.listings_in_order[:MOST_LISTINGS]:
            about = counted(len(listing.entries), "entry", "entries")
            lines.append(_line(wiki, url_of(listing_path(listing.id)), listing.title, about))
    return "\n".join(lines) + "\n"


def _sum(wiki: Wiki) -> str:
    counts = (counted(len(wiki.papers), "paper"), counted(len(wiki.topics), "topic"))
    listings = counted(len(wiki.listings), "listing")
    return (
        f"A curated wiki of research papers: {', '.join(counts)}, {listings}."
        " Each paper has a summary, topics, links and related papers."
    )


def _line(wiki: Wiki, url: str, label: str, about: str) -> str:
    return f"- [{markdown_text(label)}]({wiki.config.address_of(url) or url}): {about}"
