"""Former addresses: a small page for every alias that leads to the paper or topic of today.

A static host cannot answer 301; a refresh without delay together with a canonical link is what search engines
take for one (Google Search Central, "Redirects and Google Search"). There is no `noindex`: it would contradict both.
"""

from collections.abc import Iterable

from markupsafe import Markup

from litwiki.facts import Site
from litwiki.model.ids import DocPath, TopicId, paper_path, person_path, relative_url, topic_path, url_of
from litwiki.model.records import Output
from litwiki.model.richtext import rich

name = "redirects"
STUB = Markup(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={url}">
</head>
<body>
<p>This page is now <a href="{url}">{title}</a>.</p>
</body>
</html>
"""
)


def files(site: Site) -> Iterable[Output]:
    """One page an alias, papers first, then people who had a page under another name."""
    wiki = site.wiki
    for slug, paper in wiki.papers.items():
        for alias in paper.aliases:
            if alias not in wiki.papers:
                yield _stub(site, paper_path(alias), paper_path(slug), rich(paper.title).plain)
    for name, slug in wiki.people.former.items():
        person = wiki.people.by_slug[slug]
        if person.has_page:
            yield _stub(site, person_path(name), person_path(slug), person.name)
    for topic, record in wiki.topics.items():
        for former in record.aliases:
            if former not in wiki.topics:
                yield _stub(site, topic_path(TopicId(former)), topic_path(topic), record.name)


def _stub(site: Site, old: DocPath, new: DocPath, title: str) -> Output:
    url = relative_url(new, old)
    canonical = site.settings.address_of(url_of(new)) or url
    return Output(
        DocPath(f"{url_of(old)}index.html"),
        (title, canonical, url),
        lambda: STUB.format(title=title, canonical=canonical, url=url).encode(),
    )
