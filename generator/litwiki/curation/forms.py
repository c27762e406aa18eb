"""Issue forms: reads the Markdown of an issue that was made with one of our forms.

GitHub writes an issue form as `### Label`, an empty line and the value, field after field. A label counts only where
it is the next one of its form, so that a heading inside a pasted text is text. The forms themselves are in
`templates/scaffold/github/ISSUE_TEMPLATE/`, and say what their labels are.
"""

import re
from collections.abc import Mapping

from litwiki.model.errors import UsageError
from litwiki.model.matches import Request
from litwiki.templates import DEFAULT

FIELD = re.compile(r"^    id: (?P<key>\w+)\n    attributes:\n      label: (?P<label>.+)$", re.MULTILINE)


def _labels(form: str) -> Mapping[str, str]:
    """The labels of a form in their order, with what we call them: the `id` of the field."""
    written = (DEFAULT / f"scaffold/github/ISSUE_TEMPLATE/{form}.yml.j2").read_text(encoding="utf-8")
    return {field["label"]: field["key"] for field in FIELD.finditer(written)}


FORMS = {form: _labels(form) for form in ("add-paper", "add-listing", "fix-paper", "propose-topic")}
"""The forms whose requests can be carried out, with their fields."""

EMPTY = "_No response_"
"""What GitHub writes for a field that was left empty."""

FENCE = re.compile(r"(`{3,})[a-z]*\n(.*)\n\1\s*\Z", re.DOTALL)
"""A field with `render:` stands in a code block."""


def read_request(text: str) -> Request:
    """The request that an issue's text holds. Raises `UsageError` where no form made it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for form, labels in FORMS.items():
        if values := _values(lines, tuple(labels)):
            return Request(form, dict(zip(labels.values(), values, strict=True)))
    names = ", ".join(FORMS)
    raise UsageError(f"this text was made by none of the forms {names}; were the names of its fields changed?")


def _values(lines: list[str], labels: tuple[str, ...]) -> list[str] | None:
    """The text under each label; None where one is missing or something stands before the first."""
    starts: list[int] = []
    for number, line in enumerate(lines):
        if len(starts) < len(labels) and line.rstrip() == f"### {labels[len(starts)]}":
            starts.append(number)
    if len(starts) < len(labels) or any(line.strip() for line in lines[: starts[0]]):
        return None
    ends = [*starts[1:], len(lines)]
    return [_value("\n".join(lines[start + 1 : end])) for start, end in zip(starts, ends, strict=True)]


def _value(text: str) -> str:
    text = text.strip("\n").rstrip()
    fenced = FENCE.match(text)
    if fenced:
        return fenced[2]
    return "" if text.strip() == EMPTY else text.strip()
