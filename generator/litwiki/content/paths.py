"""Reading paths: `content/paths/<name>.md`, papers in the order in which to read them with text between them.

The text is Markdown as everywhere; a paragraph of its own that is nothing but `[[slug]]` is a step.
"""

import re
from typing import Any

from litwiki.content.fields import Key, Kind, Report, fields_of
from litwiki.content.front_matter import Document
from litwiki.content.items import formed_kind
from litwiki.content.text_fields import text_kind
from litwiki.markup.references import find_steps
from litwiki.model.ids import ReadingPathId
from litwiki.model.records import PathStep, ReadingPath

ORDINAL: Kind[int | None] = formed_kind(
    lambda text: int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None,
    None,
    "a whole number",
    "write 1, 2, 3 …, or remove the key",
    {"type": "integer", "minimum": 0, "maximum": 9999},
    "F003",
)
KEYS: tuple[Key[Any], ...] = (
    Key("title", text_kind(120), "The title that readers see.", needed=True),
    Key("description", text_kind(400), "What a reader knows at the end, in one sentence.", needed=True),
    Key("audience", text_kind(200), "Who it is for, and what they know already."),
    Key("order", ORDINAL, "Where it stands in the list of paths; those without a number follow by title."),
)


def read_reading_path(document: Document, name: ReadingPathId, report: Report) -> ReadingPath:
    """The record that a path's file holds; what is wrong with it is reported."""
    get = fields_of(document, KEYS, report)
    steps = tuple(PathStep(*step) for step in find_steps(document.body))
    return ReadingPath(name, **get.values(), text=document.body, steps=steps)
