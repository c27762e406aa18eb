"""The page /edit/: a form in the browser for new papers, topics and listings, and for changes to papers.

It stands outside the navigation and ends at GitHub's own page for a new file: no service, no account but the
contributor's, nothing that leaves the browser before (docs/decisions/095). What its scripts know of files comes from
the schemas by which `content` reads them.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from litwiki.content.schema import schemas
from litwiki.facts.site import Site
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import PAPER_TYPES
from litwiki.model.ids import DocPath
from litwiki.pages.view import Frame, View
from litwiki.text.furniture import FURNITURE

OF_PAPERS = ("title", "year", "type", "venue", "ids", "summary")
OF_TOPICS = ("name", "definition", "group")
SCRIPTS = ("edit/yaml.js", "edit/checks.js", "edit/page.js")


class EditView(View, frozen=True, kw_only=True):
    """What the form knows of the wiki: its topics (id, name, group), and the folder in which listings wait."""

    template = "edit.html.j2"
    topics: tuple[tuple[str, str, str], ...]
    incoming: str

    @property
    def frame(self) -> Frame:
        text = "Forms for papers, topics and listings; they end in a pull request."
        return Frame("Edit", text, styles=("edit/edit.css",), scripts=SCRIPTS)

    @property
    def action(self) -> None:
        """None: this is where actions lead."""

    @property
    def data(self) -> str:
        """What the page's scripts read, as JSON."""
        groups = sorted({group for _, _, group in self.topics})
        values: dict[str, JsonValue] = {
            "repository": self.settings.repository,
            "branch": self.settings.branch,
            "incoming": self.incoming,
            "topics": [{"id": topic, "name": shown, "group": group} for topic, shown, group in self.topics],
            "groups": cast("list[JsonValue]", groups),
            "types": list(PAPER_TYPES),
            **rules(),
        }
        return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def rules() -> dict[str, JsonValue]:
    """What the browser checks values by: the schemas of the fields that forms have, and titles that are none."""
    return {
        "paper": _properties("paper", OF_PAPERS),
        "topic": _properties("topic", OF_TOPICS),
        "furniture": cast("list[JsonValue]", sorted(FURNITURE)),
    }


def _properties(schema: str, keys: Iterable[str]) -> JsonValue:
    properties = cast("Mapping[str, dict[str, Any]]", schemas()[schema]["properties"])
    return {key: {name: value for name, value in properties[key].items() if name != "description"} for key in keys}


def views(site: Site) -> Iterable[View]:
    """One page, or none where the settings say so."""
    config = site.wiki.config
    if not config.editing:
        return
    yield EditView(
        path=DocPath("edit/index.md"),
        settings=site.settings,
        topics=tuple((topic.id, topic.name, topic.group) for topic in site.wiki.topics.values()),
        incoming=folder_of(config.sources),
    )


def folder_of(sources: Iterable[str]) -> str:
    """The folder in which text files wait to be ingested, by the patterns of the settings; '' for none.

    >>> folder_of(("incoming/*.txt",)), folder_of(("lists/**/*.bib",)), folder_of(("*.txt",))
    ('incoming', '', '')
    """
    for pattern in sources:
        folder, _, file = pattern.rpartition("/")
        if folder and file in {"*", "*.*", "*.txt"} and not set(folder) & set("*?["):
            return folder
    return ""
