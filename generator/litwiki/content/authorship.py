"""Who wrote a paper's summary and who checked it: `summary_by: {written: model, checked: 2026-03-17}`.

A day without a name is fine, and so is a name without a day: a reader is told what is known.
"""

from litwiki.content.date_fields import DAY_KIND
from litwiki.content.fields import Fields, Key, Kind, Report, instead, schema_of, wrong
from litwiki.content.items import flow_mapping, record_of
from litwiki.content.strict_yaml import Mapping, Node, Scalar
from litwiki.content.text_fields import choice_kind
from litwiki.model.records import Authorship

WRITERS = ("model", "person", "both")
CHECKERS = ("model", "person")
OTHER_WORDS = {
    **dict.fromkeys(("ai", "llm", "machine", "gpt", "assistant"), "model"),
    **dict.fromkeys(("human", "curator", "hand", "by hand", "me"), "person"),
}
"""What people call them, with ours."""

WRITTEN = Key("written", choice_kind(("", *WRITERS), "", OTHER_WORDS), "model, person, or both.", needed=True)
CHECKED = Key("checked", DAY_KIND, "The day on which the summary was last compared with the paper or its abstract.")
CHECKED_BY = Key("checked_by", choice_kind(("", *CHECKERS), "", OTHER_WORDS), "Who compared them: model or person.")
KEYS = (WRITTEN, CHECKED, CHECKED_BY)


def _authorship(node: Node, report: Report) -> Authorship | None:
    if isinstance(node, Mapping):
        return record_of(Authorship)(Fields(node, KEYS, report, is_item=True))
    text = node.text.strip().lower() if isinstance(node, Scalar) else ""
    word = OTHER_WORDS.get(text, text)
    mend = instead(node, f"{{written: {word}}}") if isinstance(node, Scalar) and word in WRITERS else ()
    fix = f"write {{written: {word if mend else 'person'}}}"
    report(wrong(node, "expected who wrote it", fix, mend=mend))
    return None


AUTHORSHIP_KIND = Kind(_authorship, None, schema_of(KEYS))
"""Who wrote and who checked, or nothing where nobody said."""


def authorship_value(said: Authorship) -> str:
    """Who wrote and checked in YAML, on one line."""
    return flow_mapping({"written": said.written, "checked": said.checked, "checked_by": said.checked_by})
