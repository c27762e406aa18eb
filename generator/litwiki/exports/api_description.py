"""What the JSON API looks like: `/api/schema.json` (JSON Schema 2020-12) and `/api/openapi.json` (OpenAPI 3.1).

A test validates every record of real wikis against the schema, which allows no key that it does not describe: so a
record cannot change without its description. The schema is of what `exports.api` writes; files that people edit have
schemas of their own (`content.schema`).
"""

from collections.abc import Iterable, Mapping
from functools import partial

from litwiki.facts.site import Site
from litwiki.markup.json import json_bytes
from litwiki.model.as_json import JsonValue
from litwiki.model.entries import LINK_KINDS, PAPER_TYPES, STATUSES
from litwiki.model.ids import DocPath
from litwiki.model.outputs import Output
from litwiki.text.words import clean

name = "api_description"
VERSION = "1"
"""Another number when a key goes or means something else; keys may be added."""
Schema = dict[str, JsonValue]


def files(site: Site) -> Iterable[Output]:
    """The schema, and the description of the addresses that uses it."""
    defs = definitions()
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Records of a litwiki",
        "$defs": {**defs},
    }
    yield Output(DocPath("api/schema.json"), schema, partial(json_bytes, schema))
    described = _openapi(
        clean(site.settings.site_name), site.settings.site_url, is_sharded=site.record_files.bits is not None
    )
    yield Output(DocPath("api/openapi.json"), described, partial(json_bytes, described))


# --- kinds of values -----------------------------------------------------------------------------------


def _text(about: str = "", *, among: Iterable[str] = ()) -> Schema:
    known: Schema = {"enum": [*among]} if among else {}
    return {"type": "string", **known, **({"description": about} if about else {})}


def _list(items: Schema, about: str = "") -> Schema:
    return {"type": "array", "items": items, **({"description": about} if about else {})}


def _or_null(schema: Schema) -> Schema:
    about: Schema = {key: value for key, value in schema.items() if key == "description"}
    kinds: list[JsonValue] = [{k: v for k, v in schema.items() if k != "description"}, {"type": "null"}]
    return {"anyOf": kinds, **about}


def _map(values: Schema, about: str = "") -> Schema:
    return {"type": "object", "additionalProperties": values, **({"description": about} if about else {})}


def _record(about: str, needed: Mapping[str, Schema], others: Mapping[str, Schema] | None = None) -> Schema:
    """An object with exactly these keys; `others` may be missing."""
    described: Schema = {
        "type": "object",
        "properties": {**needed, **(others or {})},
        "required": [*needed],
        "additionalProperties": False,
    }
    return described | ({"description": about} if about else {})


WHOLE: Schema = {"type": "integer", "minimum": 0}
DAY = _text("A day as ISO 8601 writes it: YYYY-MM-DD.") | {"format": "date"}
TEXTS = _list({"type": "string"})


# --- the records ---------------------------------------------------------------------------------------


def definitions() -> Mapping[str, Schema]:
    """The schema of every kind of record."""
    return {"Paper": _paper(), "Topic": _topic(), "Path": _path(), "Index": _index()}


def _paper() -> Schema:
    return _record(
        "One paper. Texts are as stored, TeX and all; nothing is escaped for HTML. What nobody said is empty or null.",
        {
            "slug": _text("Its name in addresses, which stays."),
            "title": _text("As stored."),
            "plain_title": _text("As readers see it."),
            "tldr": _text("The first sentence of the summary, as readers see it."),
            "url": _text("Its page, from the site's root."),
            "authors": _list({"type": "string"}, "As printed, in order."),
            "authors_complete": {"type": "boolean", "description": "False where there are more than are named."},
            "year": _or_null(WHOLE),
            "type": _text("What it is.", among=("", *PAPER_TYPES)),
            "venue": _text("Journal, conference or book, as printed."),
            **{key: _text() for key in ("volume", "issue", "pages", "publisher")},
            "editors": TEXTS,
            "date": _text("When it was published: YYYY, YYYY-MM or YYYY-MM-DD."),
            "keys": _list({"type": "string"}, "Its keys in bibliographies."),
            "added": _or_null(DAY | {"description": "The day on which it came into the wiki."}),
            "status": _or_null(
                _record("", {"kind": _text(among=STATUSES), "notice": _text(), "source": _text(), "date": _text()})
                | {"description": "What became of it."}
            ),
            "ids": _map({"type": "string"}, "Identifiers by their kind: arxiv, doi, …"),
            "topics": _list({"type": "string"}, "Names of topics in addresses, the most central first."),
            "topic_names": _list({"type": "string"}, "The same as readers see them."),
            "topics_status": _text("Whether a person chose them.", among=("curated", "suggested")),
            "summary": _text("The wiki's own."),
            "links": _list(_record("", {"kind": _text(among=LINK_KINDS), "url": _text()})),
            "gone": _list(_record("A link that died.", {"url": _text(), "since": _text(), "copy": _text()})),
            "read": _or_null(
                _record("", {"url": _text(), "label": _text()}) | {"description": "One way to the paper itself."}
            ),
            "names": _list({"type": "string"}, "What other papers call it."),
            "also_titled": TEXTS,
            "aliases": _list({"type": "string"}, "Former slugs."),
            "abstract": _or_null(_text("The authors', where this wiki keeps abstracts.")),
            "plain": _record(
                "Texts as readers see them, where that is not what is stored; authors given name first.",
                {},
                {"summary": _text(), "abstract": _text(), "venue": _text(), "authors": TEXTS},
            ),
            "notes": _text("Curators' Markdown."),
            "related": _list(
                _record("", {"slug": _text(), "score": {"type": "number", "minimum": 0}, "reason": _text()}),
                "Papers near by content, nearest first.",
            ),
            "mentions": _list(_record("", {"slug": _text(), "surface": _text()}), "Papers that it names, and how."),
            "mentioned_by": _list({"type": "string"}, "Slugs of papers that name it."),
            "appearances": _list(
                _record("", {"listing": _text(), "position": WHOLE}), "Listings that printed it, and where."
            ),
        },
        {
            "orcids": _list({"type": "string"}, "Of the first authors, in order; empty where not known."),
            "summary_by": _record(
                "Who wrote and checked the summary.",
                {
                    "written": _text(among=("model", "person", "both")),
                    "checked": _or_null(DAY),
                    "checked_by": _or_null(_text(among=("model", "person"))),
                },
            ),
            "results": _map(
                _record("", {"values": _map({"type": ["string", "number"]}), "note": _text("Where it was read.")}),
                "What it reports in the columns of topics, by topic and column.",
            ),
            "paths": _list(
                _record("", {"url": _text(), "title": _text(), "step": WHOLE, "steps": WHOLE}),
                "Reading paths that it is on.",
            ),
        },
    )


def _topic() -> Schema:
    return _record(
        "One topic of the wiki's vocabulary.",
        {
            "id": _text("Its name in addresses."),
            "name": _text(),
            "url": _text("Its page, from the site's root."),
            "group": _text(),
            "definition": _text("What belongs there."),
            "keywords": TEXTS,
            "parent": _or_null(_text("The wider topic.")),
            "aliases": TEXTS,
            "introduction": _text("Curators' Markdown."),
            "pinned": _list(_record("", {"paper": _text(), "note": _text()}), "The reading list."),
            "papers": _list({"type": "string"}, "Slugs, by title."),
            "neighbours": _list(_record("", {"topic": _text(), "papers": WHOLE}), "Topics that share papers with it."),
        },
        {
            "columns": _list(
                _record(
                    "",
                    {
                        "key": _text(),
                        "name": _text(),
                        "unit": _text(),
                        "better": _or_null(_text(among=("higher", "lower"))),
                    },
                ),
                "Of the table that compares its papers.",
            ),
            "updated": DAY | {"description": "The day on which the introduction was last brought up to date."},
        },
    )


def _path() -> Schema:
    return _record(
        "One reading path.",
        {
            **{key: _text() for key in ("id", "title", "url", "description", "audience")},
            "text": _text("Markdown; a paragraph that is only [[slug]] is a step."),
            "papers": _list({"type": "string"}, "Slugs in the order of the steps."),
        },
    )


def _index() -> Schema:
    paper = _record(
        "",
        {"slug": _text(), "title": _text(), "url": _text()},
        {"record": _text("The file with its record, where papers share files.")},
    )
    listing = _record(
        "",
        {"id": _text(), "title": _text(), "date": _or_null(DAY), "printed": _or_null(_text()), "entries": WHOLE},
    )
    return _record(
        "A part of the list of papers; only the first has what the site consists of.",
        {"papers": _list(paper), "next": _or_null(_text("The file with the next part, beside this one."))},
        {
            "site_name": _text(),
            "counts": _record("", dict.fromkeys(("papers", "topics", "listings", "repeats"), WHOLE)),
            "topics": _list(_record("", {"id": _text(), "name": _text(), "group": _text()})),
            "paths": _list(_record("", {"id": _text(), "title": _text()})),
            "listings": _list(listing),
        },
    )


# --- the addresses -------------------------------------------------------------------------------------


def _openapi(site_name: str, site_url: str, *, is_sharded: bool) -> Schema:
    defs: Schema = {name: {**schema} for name, schema in definitions().items()}
    papers: Schema = (
        {"/api/records/{shard}.json": _get("Papers by slug; the index says in which file", "Paper", "shard")}
        if is_sharded
        else {"/api/papers/{slug}.json": _get("A paper", "Paper", "slug")}
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name}: papers as data",
            "version": VERSION,
            "description": "Static files: no key, no limit, no parameters but the names in the addresses.",
        },
        "servers": [{"url": site_url.rstrip("/") or ".."}],
        "paths": {
            "/api/index.json": _get("The first thousand papers, topics and listings", "Index"),
            "/api/index-{part}.json": _get("Further papers; each part names the next", "Index", "part"),
            **papers,
            "/api/topics/{topic}.json": _get("A topic", "Topic", "topic"),
            "/api/paths/{path}.json": _get("A reading path", "Path", "path"),
        },
        "components": {"schemas": defs},
    }


def _get(summary: str, record: str, parameter: str = "") -> Schema:
    kind: Schema = {"type": "integer", "minimum": 2} if parameter == "part" else {"type": "string"}
    needed: list[JsonValue] = [{"name": parameter, "in": "path", "required": True, "schema": kind}] if parameter else []
    schema: Schema = {"$ref": f"#/components/schemas/{record}"}
    if parameter == "shard":
        schema = {"type": "object", "additionalProperties": schema}
    shown: Schema = {"application/json": {"schema": schema}}
    answers: Schema = {"200": {"description": "It is there.", "content": shown}, "404": {"description": "It is not."}}
    operation = f"get{record}{'Part' if parameter == 'part' else ''}"
    return {"get": {"operationId": operation, "summary": summary, "parameters": needed, "responses": answers}}
