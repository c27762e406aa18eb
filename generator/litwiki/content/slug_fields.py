"""Kinds of value that are names of files: a slug, and a list of them."""

import re

from litwiki.content.fields import Kind, Report, Schema, instead, wrong
from litwiki.content.strict_yaml import Node, Scalar
from litwiki.content.text_fields import words_kind
from litwiki.model.ids import MAX_SLUG, RESERVED, SLUG, is_slug, slugify
from litwiki.model.problems import Problem

SLUG_TEXT: Schema = {
    "type": "string",
    "pattern": f"^{SLUG.pattern.removesuffix(chr(92) + 'Z')}$",
    "maxLength": MAX_SLUG,
    "not": {"enum": [*sorted(RESERVED)]},
}


def _no_slug(node: Node, message: str) -> Problem:
    """What is no name of a file; its letters in small, with hyphens, are probably one."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    stem = re.sub(r"\.md\Z", "", text).rpartition("/")[2]
    meant = slugify(stem) if text and len(text) <= 2 * MAX_SLUG else ""
    if not isinstance(node, Scalar) or not is_slug(meant):
        return wrong(node, message, "use a-z, 0-9 and hyphens", "F004")
    sure = meant == re.sub(r"[\s_]+", "-", stem.lower())
    return wrong(node, message, f"write {meant}", "F004", instead(node, meant) if sure else ())


SLUGS_KIND = words_kind(is_slug, lambda item: _no_slug(item, f"{item.text!r} is no slug"), {**SLUG_TEXT})
"""A list of names of files: slugs or topics."""


def _slug(node: Node, report: Report) -> str | None:
    if isinstance(node, Scalar) and is_slug(node.text):
        return node.text
    report(_no_slug(node, "expected a slug"))
    return None


SLUG_KIND = Kind(_slug, None, SLUG_TEXT)
"""The name of one file, or nothing."""
