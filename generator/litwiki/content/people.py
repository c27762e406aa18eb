"""Who printed names stand for: `content/people.yml`, what people answered and what services said of ORCIDs.

Commands add lines to its lists and change no other. A paper goes on printing what it prints.
"""

from collections.abc import Iterable
from typing import Any

from litwiki.content.fields import Fields, Key, Report, Schema, wrong
from litwiki.content.items import formed_kind, item_value, items_kind, lists_kind
from litwiki.content.strict_yaml import Mapping, Scalar
from litwiki.content.text_fields import SLUG_KIND, SLUGS_KIND, TEXT, text_kind
from litwiki.markup.yaml import yaml_text
from litwiki.model.records import NameAnswers, Namesake, Orcid
from litwiki.text.orcid import FORM, parse_orcid
from litwiki.text.words import clean

LONGEST_NAME = 200
ABOUT = "# Who printed names stand for, where the names alone do not tell. No paper changes what it prints.\n"


def _names(words: Iterable[Scalar]) -> tuple[str, ...] | None:
    names = tuple(dict.fromkeys(name for word in words if not word.is_null and (name := clean(word.text))))
    return names if len(names) > 1 and max(map(len, names)) <= LONGEST_NAME else None


NAMES: Schema = {"type": "array", "items": {**TEXT, "maxLength": LONGEST_NAME}, "minItems": 2, "uniqueItems": True}
SAME_NAMES_KIND = lists_kind(_names, "two names of one person", "write - ['Ada Boyle', 'A. Boyle']", NAMES)
"""Lists of names, each of one person."""
NUMBER = formed_kind(
    parse_orcid,
    "",
    "an ORCID, or has a wrong digit",
    "write '0000-0002-1825-0097', as the person's page at orcid.org has it",
    {"type": "string", "pattern": f"^(https://orcid.org/)?{FORM.pattern}$"},
)
NAME = Key("name", text_kind(LONGEST_NAME), "The name as papers print it.", needed=True)
PAPERS = Key("papers", SLUGS_KIND, "The papers that this person wrote, by their slugs.")
NAMESAKE = (
    NAME,
    PAPERS,
    Key("page", SLUG_KIND, "The name of the person's page, where it should not be the name with a paper's."),
    Key("orcid", NUMBER, "The person's ORCID."),
    Key("unlike", text_kind(LONGEST_NAME), "A name that looks like this one and is somebody else's."),
)
ORCID = (
    NAME,
    Key("orcid", NUMBER, "The person's ORCID.", needed=True),
    PAPERS,
    Key("source", text_kind(60), "The service that said so; nothing where a person did."),
)


def _namesake(get: Fields) -> Namesake | None:
    namesake = get.record(Namesake)
    if namesake and not (namesake.papers or namesake.unlike):
        fix = "write papers: [slug], or unlike: 'the other name'"
        get.report(wrong(get.node, f"nothing tells which {namesake.name!r} this is", fix, "F002"))
        return None
    return namesake


SAME = Key("same", SAME_NAMES_KIND, "Names of one person, the one to show first.")
DIFFERENT = Key(
    "different",
    items_kind(NAMESAKE, _namesake, "write - {name: 'Wei Li', papers: [kettle]}"),
    "One of several people who print one name, each with the papers that they wrote.",
)
ORCIDS = Key(
    "orcid",
    items_kind(ORCID, lambda get: get.record(Orcid), "write - {name: 'Ada Boyle', orcid: '0000-0002-1825-0097'}"),
    "ORCIDs of people, on all papers with the name or on some.",
)
KEYS: tuple[Key[Any], ...] = (SAME, DIFFERENT, ORCIDS)


def read_people(node: Mapping, report: Report) -> NameAnswers:
    """What the file says; what is wrong with it is reported and left out."""
    get = Fields(node, KEYS, report)
    return NameAnswers(get(SAME), get(DIFFERENT), get(ORCIDS))


def same_item(names: tuple[str, ...]) -> str:
    """Names of one person in YAML, on one line: an item of `same`."""
    return f"[{', '.join(map(yaml_text, names))}]"


def namesake_item(one: Namesake) -> str:
    """One of several people of a name in YAML, on one line: an item of `different`."""
    return item_value(NAMESAKE, one)


def orcid_item(one: Orcid) -> str:
    """An ORCID in YAML, on one line: an item of `orcid`."""
    return item_value(ORCID, one)
