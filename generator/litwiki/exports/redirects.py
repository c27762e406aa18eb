"""Former addresses: a small page for every alias and every line of `content/redirects.yml`, to what is there today.

A static host cannot answer 301; a refresh without delay together with a canonical link is what search engines
take for one (Google Search Central, "Redirects and Google Search"). There is no `noindex`: it would contradict both.
A page of which anchors are known shows where each leads; a reader who came with one is led on (`anchors.js`).
"""

import posixpath
from collections.abc import Iterable

from markupsafe import Markup

from litwiki.facts.site import Site
from litwiki.markup.json import json_bytes
from litwiki.model.ids import DocPath, TopicId, paper_path, person_path, topic_path, url_of
from litwiki.model.outputs import Output
from litwiki.model.richtext import rich

name = "redirects"
STUB = Markup(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
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
PARTS = Markup(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<script src="{script}" defer></script>
</head>
<body>
<p>This page is now several. See <a href="{home}">{title}</a>, or go to what you came for:</p>
<ul>
{items}</ul>
</body>
</html>
"""
)
ITEM = Markup('<li><a id="{anchor}" href="{url}">{title}</a></li>\n')


def files(site: Site) -> Iterable[Output]:
    """One page an alias, papers first, then people who had a page under another name; then one a former address, unless
    a page of ours is there."""
    wiki = site.wiki
    taken: set[str] = set()
    for slug, paper in wiki.whole.papers.items():
        for alias in paper.aliases:
            if alias not in wiki.papers:
                taken.add(url_of(paper_path(alias)))
                yield _stub(site, paper_path(alias), paper_path(slug), rich(paper.title).plain)
    for name, slug in wiki.people.former.items():
        person = wiki.people.by_slug[slug]
        if person.has_page:
            taken.add(url_of(person_path(name)))
            yield _stub(site, person_path(name), person_path(slug), person.name)
    for topic, record in wiki.topics.items():
        for former in record.aliases:
            if former not in wiki.topics:
                taken.add(url_of(topic_path(TopicId(former))))
                yield _stub(site, topic_path(TopicId(former)), topic_path(topic), record.name)
    yield from _former(site, taken)


def _former(site: Site, taken: set[str]) -> Iterable[Output]:
    whole: dict[str, tuple[DocPath, str]] = {}
    parts: dict[str, list[tuple[str, DocPath, str]]] = {}
    for redirect in site.wiki.redirects:
        address, _, anchor = redirect.address.partition("#")
        found = site.wiki.find(redirect.target, "content/redirects.yml")
        path = file_of(address)
        if found and anchor:
            parts.setdefault(path, []).append((anchor, *found))
        elif found:
            whole[path] = found
    ours = (
        {f"{url_of(page)}index.html" for page in _pages(site)} | {f"{url}index.html" for url in taken} | {"index.html"}
    )
    for path, (page, title) in sorted(whole.items()):
        if path not in ours:
            yield _stub_at(site, DocPath(path), page, title)
    for path, items in sorted(parts.items()):
        if path == "index.html":
            yield _of_home(items)
        elif path not in ours and path not in whole:
            yield _parts(site, DocPath(path), tuple(items))


def _pages(site: Site) -> Iterable[DocPath]:
    yield from map(paper_path, site.wiki.papers)
    yield from map(topic_path, site.wiki.topics)


def file_of(address: str) -> str:
    """The file that a host shows at an address.

    >>> file_of("/2021/kettle.html"), file_of("/tea/kettle/"), file_of("/tea/kettle"), file_of("/")
    ('2021/kettle.html', 'tea/kettle/index.html', 'tea/kettle/index.html', 'index.html')
    """
    path = address.strip("/")
    if path.endswith((".html", ".htm")):
        return path
    return f"{path}/index.html" if path else "index.html"


def _stub(site: Site, old: DocPath, new: DocPath, title: str) -> Output:
    return _stub_at(site, DocPath(f"{url_of(old)}index.html"), new, title)


def _stub_at(site: Site, path: DocPath, new: DocPath, title: str) -> Output:
    url = _way(new, path)
    canonical = site.settings.address_of(url_of(new)) or url
    return Output(
        path,
        (title, canonical, url),
        lambda: STUB.format(title=title, canonical=canonical, url=url).encode(),
    )


def _parts(site: Site, path: DocPath, items: tuple[tuple[str, DocPath, str], ...]) -> Output:
    title, home = site.settings.site_name, _way(DocPath("index.md"), path)
    script = f"{'../' * path.count('/')}assets/anchors.js"
    links = [(anchor, _way(page, path), words) for anchor, page, words in items]

    def make() -> bytes:
        lines = Markup("").join(ITEM.format(anchor=anchor, url=url, title=words) for anchor, url, words in links)
        return PARTS.format(title=title, home=home, script=script, items=lines).encode()

    return Output(path, (title, home, script, tuple(links)), make)


def _of_home(items: Iterable[tuple[str, DocPath, str]]) -> Output:
    """Anchors of what was the home page: our own asks for this file where it does not know the anchor that a reader
    came with."""
    urls = {anchor: url_of(page) for anchor, page, _ in items}
    return Output(DocPath("anchors.json"), tuple(urls.items()), lambda: json_bytes({**urls}))


def _way(page: DocPath, path: DocPath) -> str:
    """How the file at `path` names the finished page."""
    url = posixpath.relpath(f"/{url_of(page)}", posixpath.dirname(f"/{path}"))
    return url if "." in posixpath.basename(url_of(page)) else f"{url}/"
