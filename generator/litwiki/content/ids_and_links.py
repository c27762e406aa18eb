"""The two groups of a paper's file: identifiers by their kind, and links with theirs.

People paste addresses where an id belongs, call a kind as its source does, and leave `https://` away: where what they
meant is certain, the remedy is the value as it should stand.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping

from litwiki.content.fields import Kind, Report, Schema, instead, nearest, wrong
from litwiki.content.record_fields import pairs_of
from litwiki.content.strict_yaml import Mapping, Node, Scalar, Sequence
from litwiki.content.text_fields import WEB_ADDRESS, is_web_address
from litwiki.markup.yaml import yaml_map, yaml_text
from litwiki.model.entries import LINK_KINDS, Link
from litwiki.model.problems import Problem
from litwiki.text.addresses import normal_url
from litwiki.text.identifiers import ID_KINDS, LABELS, parse_as, parse_identifier
from litwiki.text.words import clean


def _ids(node: Node, report: Report) -> AnyMapping[str, str]:
    ids = {}
    if not isinstance(node, Mapping):
        report(_no_ids(node))
        return {}
    for kind, value, key, item in pairs_of(node, report):
        form = ID_KINDS[kind].form if kind in ID_KINDS else ""
        if kind not in ID_KINDS:
            report(_unknown_id(key, item, node))
        elif (form and not re.fullmatch(form, value)) or (not form and re.match(r"https?://", value)):
            report(_no_id(kind, item))
        else:
            ids[kind] = value
    return ids


ID_FORMS: Schema = {
    kind: {"type": "string", "pattern": f"^(?:{of.form})$" if of.form else r"\S"}
    for kind, of in sorted(ID_KINDS.items())
}
IDENTIFIERS_KIND: Kind[AnyMapping[str, str]] = Kind(
    _ids, {}, {"type": "object", "properties": ID_FORMS, "additionalProperties": False}, yaml_map
)
"""Identifiers by their kind; always strings."""


def _no_ids(node: Node) -> Problem:
    """Something else where the mapping of ids belongs."""
    items = node.items if isinstance(node, Sequence) else (node,)
    known = {one.kind: one.value for item in items if (one := parse_identifier(item.text))}
    fix = f"write {yaml_map(known or {'arxiv': '2410.23168'})}"
    return wrong(node, "expected ids by their kind", fix, mend=instead(node, yaml_map(known)) if known else ())


def _no_id(kind: str, item: Scalar) -> Problem:
    """A text that is no id of its kind, as it stands; mostly its address, or an id of another kind."""
    message = f"{item.text[:80]!r} is no {kind} id"
    if meant := parse_as(kind, item.text.strip("“”‘’\"' ")):
        return wrong(item, message, f"write {kind}: {yaml_text(meant)}", "F004", instead(item, yaml_text(meant)))
    other = parse_identifier(item.text)
    fix = f"write {other.kind}: {yaml_text(other.value)}" if other else "write it as its source does"
    return wrong(item, message, fix, "F004")


def _unknown_id(key: Scalar, item: Scalar, ids: Mapping) -> Problem:
    """A kind of id that is none: its name as people write it, or the address of something else."""
    message, word = f"unknown kind of id {key.text[:60]!r}", clean(key.text).lower()
    meant = word if word in ID_KINDS else LABELS.get(word, "")
    if meant:
        sure = meant not in ids.items
        return wrong(key, message, f"write {meant}", "F001", instead(key, meant) if sure else ())
    if identifier := parse_identifier(item.text):
        return wrong(key, message, f"write {identifier.kind}: {yaml_text(identifier.value)}", "F001")
    if is_web_address(item.text):
        return wrong(key, message, f"take it out, and write links: [{{{_kind_of(word, item.text)}: …}}]", "F001")
    return wrong(key, message, nearest(word, ID_KINDS), "F001")


LINK_WORDS: AnyMapping[str, str] = {
    **dict.fromkeys(("github", "gitlab", "repo", "repository", "source", "implementation"), "code"),
    **dict.fromkeys(("dataset", "datasets", "benchmark"), "data"),
    **dict.fromkeys(("models", "weights", "checkpoint", "checkpoints", "huggingface"), "model"),
    **dict.fromkeys(("website", "homepage", "site", "page", "web", "url", "link"), "project"),
    **dict.fromkeys(("pdf", "arxiv", "abstract", "html"), "paper"),
    **dict.fromkeys(("youtube", "talk", "recording"), "video"),
    **dict.fromkeys(("colab", "space", "notebook"), "demo"),
    **dict.fromkeys(("presentation", "deck"), "slides"),
    **dict.fromkeys(("post", "article"), "blog"),
}
"""What people call links, with our kind."""
HOSTS = (("github.com", "code"), ("gitlab.com", "code"), ("youtube.com", "video"), ("youtu.be", "video"))


def _kind_of(word: str, address: str) -> str:
    """The kind of a link by what somebody calls it, or else by its host."""
    host = next((kind for name, kind in HOSTS if f"//{name}/" in address or f"//www.{name}/" in address), "project")
    return word if word in LINK_KINDS else LINK_WORDS.get(word, host) if word not in {"url", "link"} else host


def _address_meant(text: str) -> str:
    """The web address that a text is but for what people put around it or leave away; '' where there is none."""
    bare = re.sub(r"\A(?:\[[^\]]*\]\((.*)\)|<(.*)>)\Z", r"\1\2", text.strip())
    bare = bare if "://" in bare else f"https://{bare.removeprefix('//')}"
    is_one = HOST_OF_WEB.match(bare) and is_web_address(bare)
    return bare if bare != text and is_one else ""


HOST_OF_WEB = re.compile(r"https?://[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]|\Z)")


def _links(node: Node, report: Report) -> tuple[Link, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    pairs = [pair for item in items if not _bare_link(item, report) for pair in pairs_of(item, report)]
    links = []
    for kind, value, key, item in pairs:
        if kind not in LINK_KINDS:
            report(_unknown_link(key, item))
        elif not is_web_address(value):
            report(_no_address(item))
        else:
            links.append(Link(kind, normal_url(value)))
    return tuple(dict.fromkeys(links))


LINK: Schema = {"type": "object", "properties": dict.fromkeys(LINK_KINDS, WEB_ADDRESS), "additionalProperties": False}


def _no_address(item: Scalar) -> Problem:
    meant = _address_meant(clean(item.text))
    mend = instead(item, yaml_text(meant)) if meant else ()
    fix = f"write {meant or 'an http or https address without spaces'}"
    return wrong(item, f"{item.text!r} is no web address", fix, "H002", mend)


def links_value(links: Iterable[Link]) -> str:
    """Links in YAML, on one line: a list, since there may be several of a kind."""
    return f"[{', '.join(yaml_map({link.kind: link.url}) for link in links)}]"


ADDRESSES_KIND: Kind[tuple[Link, ...]] = Kind(
    _links, (), {**LINK, "type": ["object", "array"], "items": LINK}, links_value
)
"""Addresses with their kinds, in the file's order: `[{code: …}, {code: …}]`, or `{code: …}` where each kind
stands once."""


def _unknown_link(key: Scalar, item: Scalar) -> Problem:
    word = clean(key.text).lower()
    meant = word if word in LINK_KINDS else LINK_WORDS.get(word, "")
    message = f"unknown kind of link {key.text[:60]!r}"
    known = parse_identifier(item.text) if "://" in item.text else None
    if known and known.kind in {"arxiv", "doi", "openreview", "acl", "pmid"} and meant not in {"code", "data", "model"}:
        return wrong(key, message, f"take it out, and write ids: {yaml_map({known.kind: known.value})}", "F001")
    if not meant:
        return wrong(key, message, nearest(word, LINK_KINDS) or f"write {_kind_of(word, item.text)}", "F001")
    sure = word in LINK_KINDS or word not in {"url", "link", "article", "page", "abstract"}
    return wrong(key, message, f"write {_kind_of(word, item.text)}", "F001", instead(key, meant) if sure else ())


def _bare_link(node: Node, report: Report) -> bool:
    """Whether an address stands without its kind, which is reported."""
    if not node.text.strip():
        return False
    address = node.text.strip() if is_web_address(node.text.strip()) else _address_meant(node.text)
    link = f"{{{_kind_of('', address)}: {yaml_text(address)}}}" if address else "{code: 'https://…'}"
    report(wrong(node, "expected a link with its kind", f"write {link}"))
    return True
