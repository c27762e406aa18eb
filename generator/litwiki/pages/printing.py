"""A page of a view: the template's HTML, and the strings that the theme prints around it.

The strings are finished HTML, for the theme prints them as they are: the head of the page, the way to it, its
scripts. They go into the front matter of the Markdown file and nowhere else.
"""

from functools import cache, lru_cache
from pathlib import Path

from litwiki.facts.values import Link
from litwiki.markup.addresses import href
from litwiki.markup.html import escaped
from litwiki.markup.json import json_ld
from litwiki.model.outputs import Page
from litwiki.pages.metadata import card, document
from litwiki.pages.view import Frame, View
from litwiki.templates import make_environment, mistakes_named
from litwiki.text.dates import printed_day
from litwiki.text.words import clean

HOME = "index.md"
"""The page of which the theme has to know that it is the first: its title is the site's name."""


class Printer:
    """Pages with the templates of the wiki at `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._template = cache(make_environment(root).get_template)  # Jinja takes a lock each time it is asked

    def page(self, view: View) -> Page:
        """The page of a view."""
        with mistakes_named(self._root):
            html = self._template(view.template).render(view=view, root=view.root)
        return Page(view.path, meta_of(view), view.frame.shown_heading, html)


def meta_of(view: View) -> dict[str, str]:
    """Front matter, its texts as HTML; what is empty is left out."""
    root, frame = view.root, view.frame
    strings = {
        "title": str(escaped(frame.title)),
        "home": "yes" if view.path == HOME else "",
        "index": "yes" if view.path.endswith("index.md") else "",
        "description": str(escaped(clean(frame.description))),
        "head": _head(view, frame, root),
        "changed": printed_day(view.changed) if view.changed else "",
        "crumbs": _crumbs(tuple(frame.crumbs), root) + _action(view),
        "scripts": "".join(_asset('<script src="{}assets/{}"></script>', root, name) for name in frame.scripts),
    }
    return {name: text for name, text in strings.items() if text}


def _head(view: View, frame: Frame, root: str) -> str:
    settings, head = view.settings, frame.head
    parts = []
    for name, content in (*card(settings, view.path, frame.title, head.kind), *head.tags):
        kind = "property" if name.startswith("og:") else "name"
        parts.append(f'<meta {kind}="{name}" content="{escaped(content)}">')  # names are ours
    linked = document(settings, frame.title, frame.crumbs, head.thing)
    if linked:
        parts.append(f'<script type="application/ld+json">{json_ld(linked)}</script>')
    if head.feed and settings.site_url:
        title = escaped(frame.title)
        parts.append(
            f'<link rel="alternate feed" type="application/atom+xml" title="{title}" href="{root}{head.feed}.xml">'
        )
    if head.record:
        # Only "alternate" Material takes for a translation of the site (partials/litwiki-head.html).
        record = escaped(head.record)
        parts.append(f'<link rel="alternate describedby" type="application/json" href="{root}{record}">')
    parts += [_asset(FACE if name.endswith(".woff2") else STYLE, root, name) for name in frame.styles]
    return "".join(parts)


STYLE = '<link rel="stylesheet" href="{}assets/{}">'
FACE = '<link rel="preload" href="{}assets/{}" as="font" type="font/woff2" crossorigin>'


@lru_cache(maxsize=1_000)
def _crumbs(above: tuple[Link, ...], root: str) -> str:
    links = [f'<a href="{root}{escaped(link.url)}">{escaped(link.label)}</a>' for link in above]
    return f'<nav class="lw-crumbs" aria-label="Breadcrumb">{" › ".join(links)}</nav>' if links else ""


def _action(view: View) -> str:
    action = view.action
    return f'<a class="lw-action"{href(action.url)}>{escaped(action.label)}</a>' if action else ""


@lru_cache(maxsize=1_000)
def _asset(form: str, root: str, name: str) -> str:
    return form.format(root, escaped(name))
