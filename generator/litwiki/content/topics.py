"""Topic files: `content/topics/<topic>.md`, the wiki's closed vocabulary."""

from typing import Any

from msgspec.structs import asdict

from litwiki.content.date_fields import DATE_KIND
from litwiki.content.fields import Key, Report, fields_of, written
from litwiki.content.front_matter import Document, front_matter
from litwiki.content.record_fields import PINS_KIND
from litwiki.content.results import COLUMNS_KIND
from litwiki.content.text_fields import SLUG_KIND, SLUGS_KIND, list_kind, text_kind
from litwiki.markup.yaml import yaml_block, yaml_items
from litwiki.model.ids import TopicId
from litwiki.model.records import Topic
from litwiki.model.replace import replace

KEYS: tuple[Key[Any], ...] = (
    Key("name", text_kind(120), "The name that readers see.", needed=True),
    Key("group", text_kind(80), "The group under which the list of topics shows it; Other where there is none."),
    Key(
        "definition",
        text_kind(2_000, write=yaml_block),
        "What belongs here, in a sentence or two of ours.",
        needed=True,
    ),
    Key(
        "keywords",
        replace(list_kind(), write=yaml_items),
        "Words and phrases by which `litwiki suggest` finds papers of this topic.",
    ),
    Key("parent", SLUG_KIND, "The wider topic that holds this one, by the name of its file."),
    Key("aliases", SLUGS_KIND, "Former names of this file; papers and addresses that use them lead here."),
    Key("pinned", PINS_KIND, "The reading list: papers in the order in which to read them, each with a note."),
    Key("columns", COLUMNS_KIND, "Columns of the table that compares its papers; papers give values as `results`."),
    Key(
        "updated",
        DATE_KIND,
        "The day on which the introduction was last brought up to date with the papers: YYYY-MM-DD.",
    ),
)
BLANK = frozenset({"keywords", "parent", "aliases", "pinned"})
"""What a new file has without a value."""


def read_topic(document: Document, topic: TopicId, report: Report) -> Topic:
    """The record a topic file holds; what is wrong with it is reported."""
    values = fields_of(document, KEYS, report).values()
    return Topic(topic, **{**values, "group": values["group"] or "Other"}, introduction=document.body)


def write_topic(topic: Topic) -> str:
    """A new topic file."""
    return front_matter(written(KEYS, asdict(topic), BLANK), topic.introduction)
