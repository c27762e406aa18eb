"""Former addresses: a small page for every alias and every line of `content/redirects.yml`, to what is there today.

A static host cannot answer 301; a refresh without delay together with a canonical link is what search engines
take for one (Google Search Central, "Redirects and Google Search"). There is no `noindex`: it would contradict both.
A page of which anchors are known shows where each leads; a reader who came with one is led on (`anchors.js`).
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from markupsafe import Markup

from litwiki.facts.site import Site
from litwiki.markup.json import json_bytes
from litwiki.model.as_json import JsonValue
from litwiki.model.ids import DocPath, TopicId, paper_path, person_path, topic_path, url_of
from litwiki.model.outputs import Output
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki

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
    """One page an alias, then one a former address, unless a page of ours is there."""
    wiki = site.wiki
    aliases = [(page_file(old), new, title) for old, new, title in _aliases(wiki)]
    ours = {"index.html", *(path for path, _, _ in aliases)}
    ours |= {page_file(page) for page in (*map(paper_path, wiki.papers), *map(topic_path, wiki.topics))}
    whole: dict[DocPath, tuple[DocPath, str]] = {}
    parts: dict[DocPath, list[tuple[str, DocPath, str]]] = {}
    for redirect in wiki.redirects:
        address, _, anchor = redirect.address.partition("#")
        target = wiki.find(redirect.target, "content/redirects.yml")
        if target and anchor:
            parts.setdefault(file_of(address), []).append((anchor, *target))
        elif target:
            whole[file_of(address)] = target
    for path, new, title in (*aliases, *((path, *whole[path]) for path in sorted(whole.keys() - ours))):
        url = _way(new, path)
        slots = {"title": title, "canonical": site.settings.address_of(url_of(new)) or url, "url": url}
        yield Output(path, slots, partial(_page, STUB, slots))
    for path, items in sorted(parts.items()):
        if path == "index.html":  # our own home page asks for this file where it does not know an anchor
            urls: dict[str, JsonValue] = {anchor: url_of(page) for anchor, page, _ in items}
            yield Output(DocPath("anchors.json"), urls, partial(json_bytes, urls))
        elif path not in ours and path not in whole:
            yield _parts(site, path, items)


def _aliases(wiki: Wiki) -> Iterator[tuple[DocPath, DocPath, str]]:
    """Page that was, page that is and its title, of papers, of people who had a page under another name, of topics."""
    for slug, paper in wiki.whole.papers.items():
        title = rich(paper.title).plain if paper.aliases else ""
        yield from ((paper_path(old), paper_path(slug), title) for old in paper.aliases if old not in wiki.papers)
    for name, slug in wiki.people.former.items():
        person = wiki.people.by_slug[slug]
        if person.has_page:
            yield person_path(name), person_path(slug), person.name
    for topic, record in wiki.topics.items():
        for former in map(TopicId, record.aliases):
            if former not in wiki.topics:
                yield topic_path(former), topic_path(topic), record.name


def file_of(address: str) -> DocPath:
    """The file that a host shows at an address.

    >>> file_of("/2021/kettle.html"), file_of("/tea/kettle/"), file_of("/tea/kettle"), file_of("/")
    ('2021/kettle.html', 'tea/kettle/index.html', 'tea/kettle/index.html', 'index.html')
    """
    path = address.strip("/")
    if path.endswith((".html", ".htm")):
        return DocPath(path)
    return DocPath(f"{path}/index.html" if path else "index.html")


def page_file(page: DocPath) -> DocPath:
    """The file that a host shows at the address of a page of ours."""
    return DocPath(f"{url_of(page)}index.html")


def _parts(site: Site, path: DocPath, items: Iterable[tuple[str, DocPath, str]]) -> Output:
    links = [{"anchor": anchor, "url": _way(page, path), "title": words} for anchor, page, words in items]
    home, script = _way(DocPath("index.md"), path), f"{'../' * path.count('/')}assets/anchors.js"
    slots = {"title": site.settings.site_name, "home": home, "script": script}
    return Output(path, (slots, links), partial(_page, PARTS, slots, links))


def _page(form: Markup, slots: Mapping[str, str], links: Iterable[Mapping[str, str]] = ()) -> bytes:
    return form.format(**slots, items=Markup("").join(ITEM.format(**link) for link in links)).encode()


def _way(page: DocPath, path: DocPath) -> str:
    """How the file at `path` names the finished page."""
    url = posixpath.relpath(f"/{url_of(page)}", posixpath.dirname(f"/{path}"))
    return url if "." in posixpath.basename(url_of(page)) else f"{url}/"
