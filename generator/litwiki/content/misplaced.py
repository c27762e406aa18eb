"""Keys of other tools and keys at the wrong level: what a person meant by a key that papers do not have.

People write `doi:`, `tags:` or `url:` as their reference manager does, and values of a group (`ids`, `links`) beside
it. Where such a value can move without a question the change comes with the advice.
"""

import re
from collections.abc import Mapping as AnyMapping

from litwiki.content.fields import instead
from litwiki.content.ids_and_links import LINK_WORDS
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.content.text_fields import is_web_address
from litwiki.markup.yaml import yaml_map, yaml_text
from litwiki.model.entries import LINK_KINDS
from litwiki.model.problems import Exchange
from litwiki.text.identifiers import ID_KINDS, LABELS, parse_as, parse_identifier

Advice = tuple[str, tuple[Exchange, ...]]

OTHER_NAMES: AnyMapping[str, str] = {
    **dict.fromkeys(("tags", "tag", "categories", "category", "topic", "subjects", "labels"), "topics"),
    **dict.fromkeys(("author", "creators", "creator", "by"), "authors"),
    **dict.fromkeys(("tldr", "tl_dr", "tl;dr", "description", "abstract_short"), "summary"),
    **dict.fromkeys(("journal", "booktitle", "conference", "publication", "container_title", "venues"), "venue"),
    **dict.fromkeys(("number", "no"), "issue"),
    **dict.fromkeys(("page", "page_range"), "pages"),
    **dict.fromkeys(("kind", "entrytype", "paper_type", "document_type"), "type"),
    **dict.fromkeys(("citekey", "citation_key", "bibkey", "key"), "keys"),
    **dict.fromkeys(("published", "publication_date", "issued"), "date"),
    **dict.fromkeys(("editor",), "editors"),
    **dict.fromkeys(("alias", "redirect_from", "former_names"), "aliases"),
    **dict.fromkeys(("name", "acronym", "short_name", "nickname"), "names"),
    **dict.fromkeys(("alternative_title", "other_titles", "also_known_as"), "also_titled"),
}
"""Keys of other tools with ours, whose values may have another form."""
SAME_FORM = frozenset({"journal", "booktitle", "conference", "tldr", "number", "citekeys"})
"""Those whose values fit as they stand."""
NOT_HERE: AnyMapping[str, str] = {
    "slug": "remove it; a paper is called by the name of its file",
    "id": "remove it; a paper is called by the name of its file, and ids stand under ids: {arxiv: '…'}",
    "layout": "remove it; litwiki needs none",
    "notes": "write notes below the second line ---",
    "note": "write notes below the second line ---",
    "comment": "write notes below the second line ---",
    "keywords": "papers have topics: [name of a file in content/topics]; keywords stand in topics' files",
    "parent": "papers have none; it stands in topics' files",
}


def meant_by_key(front: Mapping, key: Scalar) -> Advice:
    """What a person meant by a key that papers do not have."""
    word = re.sub(r"[\s-]+", "_", key.text.strip().lower())
    value = front.items[key.text]
    kind = word if word in ID_KINDS else LABELS.get(word.replace("_", " "), "")
    if kind:
        return _id(front, key, value, kind)
    if word in LINK_KINDS or word in LINK_WORDS:
        return _link(front, key, value, word)
    if word in NOT_HERE:
        return NOT_HERE[word], ()
    if word in OTHER_NAMES:
        ours = OTHER_NAMES[word]
        return f"write {ours}", instead(key, ours) if word in SAME_FORM and ours not in front.items else ()
    return "", ()


def _id(front: Mapping, key: Scalar, value: Node, kind: str) -> Advice:
    text = value.text.strip()
    normal = parse_as(kind, text)
    fix = f"ids stand together: write ids: {yaml_map({kind: normal or text or '…'})}"
    return fix, _moved(front, key, value, "ids", kind, normal) if normal else ()


def _link(front: Mapping, key: Scalar, value: Node, word: str) -> Advice:
    text = value.text.strip()
    known = parse_identifier(text) if is_web_address(text) else None
    if known and word not in {"code", "data", "model"} and known.kind in ID_KINDS:
        fix = f"that is an id: write ids: {yaml_map({known.kind: known.value})}"
        return fix, _moved(front, key, value, "ids", known.kind, known.value)
    kind = word if word in LINK_KINDS else LINK_WORDS[word]
    address = yaml_text(text) if is_web_address(text) else "'https://…'"
    fix = f"links stand together: write links: [{{{kind}: {address}}}]"
    sure = is_web_address(text) and word not in {"url", "link", "page", "article", "abstract", "source", "web"}
    return fix, _moved(front, key, value, "links", kind, text) if sure else ()


def _moved(front: Mapping, key: Scalar, value: Node, group: str, kind: str, text: str) -> tuple[Exchange, ...]:
    """The value put into its group, whose key has to be on one line."""
    if not isinstance(value, Scalar) or value.line != key.line:
        return ()
    node, group_key, written = front.items.get(group), front.keys.get(group), f"{kind}: {yaml_text(text)}"
    gone = Exchange(key.line, key.column, key.text, None)
    if not node or not group_key:
        one = f"{{{written}}}" if group == "ids" else f"[{{{written}}}]"
        return (Exchange(key.line, key.column, key.text, group), Exchange(value.line, value.column, value.text, one))
    if isinstance(node, Mapping) and kind not in node.items:
        first = next(iter(node.keys.values()), None)
        if node.line == group_key.line:  # {…}
            return (Exchange(node.line, node.column, "{", f"{{{written}, " if first else f"{{{written}"), gone)
        if first:
            indent = " " * (first.column - 1)
            return (Exchange(first.line, first.column, first.text, f"{written}\n{indent}{first.text}"), gone)
    if isinstance(node, Sequence) and node.is_flow and node.line == group_key.line:
        return (Exchange(node.line, node.column, "[", f"[{{{written}}}, " if node.items else f"[{{{written}}}"), gone)
    return ()
