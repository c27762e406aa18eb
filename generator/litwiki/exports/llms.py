"""`/llms.txt` (llmstxt.org): what this wiki is and where its data are, for language models; bounded.

Markdown as that format asks: a title, a quotation that sums up, sections with lists of links. Papers are not
listed: the index of the JSON API, which is cut into parts, has them all.
"""

from collections.abc import Iterable

from litwiki.facts import Site
from litwiki.markup import markdown_text
from litwiki.model.ids import DocPath, listing_path, reading_path_path, topic_path, url_of
from litwiki.model.record_files import RecordFiles
from litwiki.model.records import Output
from litwiki.model.wiki import Wiki
from litwiki.text.words import counted, first_sentence

name = "llms"
MOST_TOPICS = 200
MOST_LISTINGS = 20


def files(site: Site) -> Iterable[Output]:
    """One file."""
    text = _text(site.wiki, site.record_files)
    yield Output(DocPath("llms.txt"), text, text.encode)


def _text(wiki: Wiki, layout: RecordFiles) -> str:
    lines = [f"# {markdown_text(wiki.config.site_name)}", "", f"> {_sum(wiki)}", ""]
    record = "`api/papers/<slug>.json`" if layout.bits is None else "in the file that the index names as its `record`"
    lines += [f"A paper's page is `papers/<slug>/`; the same as data is {record}.", "", "## Data", ""]
    lines += [
        _line(wiki, "api/index.json", "All papers", "slugs and titles, a thousand a file; `next` names the next"),
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
