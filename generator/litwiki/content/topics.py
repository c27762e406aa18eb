"""Topic files: `content/topics/<topic>.md`, the wiki's closed vocabulary."""

from collections.abc import Iterable

from litwiki.content.date_fields import DATE_KIND
from litwiki.content.fields import Fields, Key, Report, swallowed_comments
from litwiki.content.front_matter import Document, behind_key
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
    get = Fields(document.front, KEYS, report)
    for problem in swallowed_comments(document):
        report(problem)
    parent = get(PARENT)
    return Topic(
        id=topic,
        name=get(NAME),
        group=get(GROUP) or "Other",
        definition=get(DEFINITION),
        keywords=get(KEYWORDS),
        parent=TopicId(parent) if parent else None,
        aliases=tuple(TopicId(alias) for alias in get(ALIASES)),
        pinned=get(PINNED),
        introduction=document.body,
        columns=get(COLUMNS),
        updated=get(UPDATED),
    )


def write_topic(topic: Topic) -> str:
    """A new topic file."""
    lines = [
        "---",
        f"name: {yaml_text(topic.name)}",
        f"group: {yaml_text(topic.group)}",
        f"definition: {yaml_block(topic.definition)}",
        f"keywords:{behind_key(yaml_items(topic.keywords))}",
        f"parent: {yaml_word(topic.parent) if topic.parent else 'null'}",
        f"aliases: {yaml_list(topic.aliases)}",
        f"pinned:{pins_value(topic.pinned) or ' []'}",
        *([f"columns:{columns_value(topic.columns)}"] if topic.columns else []),
        *([f"updated: {topic.updated}"] if topic.updated else []),
        "---",
        topic.introduction,
    ]
    return "\n".join(lines)


def pins_value(pins: Iterable[Pin]) -> str:
    """A reading list in YAML, each paper on a line of its own with its note below; '' where it is empty."""
    return "".join(f"\n- paper: {yaml_word(pin.paper)}\n  note: {yaml_block(pin.note, '    ')}" for pin in pins)
