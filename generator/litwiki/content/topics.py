"""Topic files: `content/topics/<topic>.md`, the wiki's closed vocabulary."""

from collections.abc import Iterable

from litwiki.content.date_fields import DATE_KIND
from litwiki.content.fields import Key, Report, fields_of
from litwiki.content.front_matter import Document, front_matter
from litwiki.content.record_fields import PINS_KIND
from litwiki.content.results import COLUMNS_KIND, columns_value
from litwiki.content.slug_fields import SLUG_KIND, SLUGS_KIND
from litwiki.content.text_fields import list_kind, text_kind
from litwiki.markup.yaml import yaml_block, yaml_items, yaml_list, yaml_text, yaml_word
from litwiki.model.ids import TopicId
from litwiki.model.records import Pin, Topic

NAME = Key("name", text_kind(120), "The name that readers see.", needed=True)
GROUP = Key("group", text_kind(80), "The group under which the list of topics shows it; Other where there is none.")
DEFINITION = Key("definition", text_kind(2_000), "What belongs here, in a sentence or two of ours.", needed=True)
KEYWORDS = Key("keywords", list_kind(), "Words and phrases by which `litwiki suggest` finds papers of this topic.")
PARENT = Key("parent", SLUG_KIND, "The wider topic that holds this one, by the name of its file.")
ALIASES = Key("aliases", SLUGS_KIND, "Former names of this file; papers and addresses that use them lead here.")
PINNED = Key("pinned", PINS_KIND, "The reading list: papers in the order in which to read them, each with a note.")
COLUMNS = Key(
    "columns", COLUMNS_KIND, "Columns of the table that compares its papers; papers give values as `results`."
)
UPDATED = Key(
    "updated", DATE_KIND, "The day on which the introduction was last brought up to date with the papers: YYYY-MM-DD."
)
KEYS = (NAME, GROUP, DEFINITION, KEYWORDS, PARENT, ALIASES, PINNED, COLUMNS, UPDATED)


def read_topic(document: Document, topic: TopicId, report: Report) -> Topic:
    """The record a topic file holds; what is wrong with it is reported."""
    values = fields_of(document, KEYS, report).values()
    return Topic(topic, **{**values, "group": values["group"] or "Other"}, introduction=document.body)


def write_topic(topic: Topic) -> str:
    """A new topic file."""
    values = {
        "name": yaml_text(topic.name),
        "group": yaml_text(topic.group),
        "definition": yaml_block(topic.definition),
        "keywords": yaml_items(topic.keywords),
        "parent": yaml_word(topic.parent) if topic.parent else "null",
        "aliases": yaml_list(topic.aliases),
        "pinned": pins_value(topic.pinned) or "[]",
        "columns": columns_value(topic.columns),
        "updated": topic.updated or "",
    }
    return front_matter(values, topic.introduction)


def pins_value(pins: Iterable[Pin]) -> str:
    """A reading list in YAML, each paper on a line of its own with its note below; '' where it is empty."""
    return "".join(f"\n- paper: {yaml_word(pin.paper)}\n  note: {yaml_block(pin.note, '    ')}" for pin in pins)
