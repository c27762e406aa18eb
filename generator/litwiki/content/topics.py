"""Topic files: `content/topics/<topic>.md`, the wiki's closed vocabulary."""

from collections.abc import Iterable

from litwiki.content.fields import Fields, Pins, Report, SlugField, Slugs, Text, Texts, swallowed_comments
from litwiki.content.front_matter import Document
from litwiki.ids import TopicId
from litwiki.markup import yaml_block, yaml_list, yaml_text, yaml_word
from litwiki.model import Pin, Topic

KEYS = ("name", "group", "definition", "keywords", "parent", "aliases", "pinned")


def read_topic(document: Document, topic: TopicId, report: Report) -> Topic:
    """The record a topic file holds; what is wrong with it is reported."""
    get = Fields(document.front, KEYS, report)
    for problem in swallowed_comments(document.front, document.text.split("\n")[1:], 2):
        report(problem)
    parent = get("parent", SlugField())
    return Topic(
        id=topic,
        name=get.required("name", Text(longest=120)),
        group=get("group", Text(longest=80)) or "Other",
        definition=get.required("definition", Text(longest=2_000)),
        keywords=get("keywords", Texts()),
        parent=TopicId(parent) if parent else None,
        aliases=tuple(TopicId(alias) for alias in get("aliases", Slugs())),
        pinned=get("pinned", Pins()),
        introduction=document.body,
    )


def write_topic(topic: Topic) -> str:
    """A new topic file."""
    lines = [
        "---",
        f"name: {yaml_text(topic.name)}",
        f"group: {yaml_text(topic.group)}",
        f"definition: {yaml_block(topic.definition)}",
        f"keywords: {yaml_list(topic.keywords)}",
        f"parent: {yaml_word(topic.parent) if topic.parent else 'null'}",
        f"aliases: {yaml_list(topic.aliases)}",
        f"pinned:{pins_value(topic.pinned) or ' []'}",
        "---",
        topic.introduction,
    ]
    return "\n".join(lines)


def pins_value(pins: Iterable[Pin]) -> str:
    """A reading list in YAML, each paper on a line of its own with its note below; '' where it is empty."""
    return "".join(f"\n- paper: {pin.paper}\n  note: {yaml_block(pin.note, '    ')}" for pin in pins)
