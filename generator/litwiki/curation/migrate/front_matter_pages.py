"""A folder of Markdown files with front matter, a paper each: Jekyll, Hugo, MkDocs, Obsidian in, entries out.

A key is taken for the field that a table's column of that name would be, and a person may say otherwise. Keys that are
none are kept by their names. YAML that is broken is read line by line, with a word: people's files have colons in
titles, tabs and two keys of one name, and their programs showed them all the same.
"""

import posixpath
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from litwiki.content.strict_yaml import RefusedError, Scalar, parse
from litwiki.curation.ingest.limits import within_limits
from litwiki.curation.migrate.front_matter_values import Value, links_of, plain_value, texts_of
from litwiki.curation.migrate.outline import EntryRef, HeadingPath, Outline, Tagged, joined
from litwiki.model.entries import Entry, ListingHead, ListingReading, RawListing, Rejected, Remark
from litwiki.model.ids import digest
from litwiki.sources.awesome_markdown.bullet import LABEL, PUBLISHERS
from litwiki.sources.columns import IGNORE, KEEP, column_key, field_of, rank_of
from litwiki.sources.row_entry import Cell, entry_of
from litwiki.text.addresses import link_kind
from litwiki.text.identifiers import parse_identifier
from litwiki.text.words import clean

FRONT = re.compile(
    r"\A\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<front>.*?)^(?:(?P=fence)|\.\.\.)[ \t]*\r?(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
TITLED = re.compile(r"^[ \t]*[\"']?(?:title|paper|name)[\"']?[ \t]*[:=]", re.MULTILINE | re.IGNORECASE)
LARGEST_FRONT = 100_000
KEY_LINE = re.compile(r"(?P<key>[^\W\d][\w .-]{0,60}?)[ \t]*[:=](?:[ \t]+|(?!//)(?=\S)|\Z)(?P<value>.*)")
MORE_FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("summary", "description", "excerpt", "tldr", "lead", "teaser"), "summary"),
    **dict.fromkeys(("permalink", "redirectfrom", "slug"), "address"),
    **dict.fromkeys(("paperurl", "externallink", "urlpdf", "pdflink"), "paper link"),
    **dict.fromkeys(("urlcode",), "code link"),
    **dict.fromkeys(("urldataset",), "data link"),
    **dict.fromkeys(("urlproject",), "project link"),
    **dict.fromkeys(("urlslides",), "slides link"),
    **dict.fromkeys(("urlvideo",), "video link"),
    **dict.fromkeys(("conf", "where"), "venue"),
    "name": "title",
    **dict.fromkeys(("group", "groups", "collections", "area", "areas"), "keywords"),
}
"""Keys that pages have and tables do not, without signs and case."""
LAST = 100
"""The rank of a key that tables do not have, behind those that they have."""
MARKED = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{1,1000}\)|\*{1,2}")
"""Markdown in names: links to people's pages, and stars of equal contributors."""
OURS = frozenset({"summary", "address"})
"""Fields of pages that no table has."""
ANCHOR = re.compile(r"(?P<sign>[&*])(?P<name>[\w-]{1,60})(?:\s+|\Z)")
ABOUT_THE_SITE = frozenset("index _index readme home about tags search archive contact categories authors".split())
"""Names of pages that lists of papers have beside their papers."""
Values = Mapping[str, Value]
POST = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})-(?P<name>.+)")
ROOTS = frozenset({"content", "docs", "src", "site", "pages"})
"""Folders below which generators look for pages; they are not in addresses."""


def has_front_matter(text: str) -> bool:
    """Whether a file begins with front matter that names a title, which makes it a page about something."""
    front = FRONT.match(text[:LARGEST_FRONT])
    return bool(front and TITLED.search(front["front"]))


def read_pages(files: Sequence[RawListing], chosen: Mapping[str, str]) -> tuple[Outline, list[str]]:
    """The papers of pages, and the paths of pages about the site, such as its home page. `chosen` are fields by keys
    (`column_key`) as a person gave them."""
    entries: list[Entry] = []
    rejected: list[Rejected] = []
    remarks: list[Remark] = []
    parts: list[Outline] = []
    fields: dict[str, str] = {}
    others: list[str] = []
    # One listing for the folder: a ledger a page would be as many files again.
    folder = posixpath.commonpath([posixpath.dirname(file.path) for file in files]) or "."
    for file in files:
        front = FRONT.match(file.text)
        if not front or len(front["front"]) > LARGEST_FRONT:
            rejected.append(Rejected(file.path, 1, "its front matter does not end, or is too long", ""))
            continue
        values, said = _values(front["front"], file.path, is_toml=front["fence"] == "+++")
        remarks += said
        cells = [*_cells(values, chosen, fields)]
        entry = entry_of([cell for cell in cells if cell.field not in OURS | {"keywords"}], 1)
        if _is_about_the_site(file.path, entry):
            others.append(file.path)
            continue
        if not entry.title and not entry.ids:
            rejected.append(Rejected(file.path, 1, "its front matter has no title", file.text[:100]))
            continue
        limited, cuts = within_limits(entry, file.path)
        if isinstance(limited, Rejected):
            rejected.append(limited)
            continue
        body = file.text[front.end() :].strip().replace("\r\n", "\n")
        parts.append(_beside(EntryRef(folder, len(entries)), file.path, cells, body, cuts))
        entries.append(limited)
    raw = RawListing(folder, "", digest("\n".join(f"{file.path} {file.sha256}" for file in files), 64))
    head = ListingHead("markdown-pages", title=f"Pages of {folder}" if folder != "." else "Pages")
    reading = ListingReading(raw, head, tuple(entries), tuple(rejected), tuple(remarks))
    return joined([Outline(readings=(reading,), fields=fields, kinds=("pages",)), *parts]), others


def _beside(ref: EntryRef, path: str, cells: Sequence[Cell], body: str, remarks: tuple[Remark, ...]) -> Outline:
    """What a page says beside its entry."""
    said = {name: [cell for cell in cells if cell.field == name] for name in ("summary", "keywords", "address")}
    summary = next(filter(None, (clean(cell.text) for cell in said["summary"])), "")
    tags = dict.fromkeys(HeadingPath((tag,)) for cell in said["keywords"] for tag in _tags(cell))
    named = [part for cell in said["address"] for part in cell.parts]
    return Outline(
        tagged=(Tagged(ref, tuple(tags), path, 1),),
        notes={ref: body} if body else {},
        summaries={ref: summary} if summary else {},
        addresses=dict.fromkeys(addresses_of(path, named), ref),
        remarks=remarks,
    )


def _is_about_the_site(path: str, entry: Entry) -> bool:
    """Whether a page is called as pages about a site are, and says nothing that is said of papers."""
    stem = posixpath.splitext(posixpath.basename(path))[0].lower()
    says = entry.authors or entry.year or entry.ids or entry.links or entry.key or entry.publication.venue
    return stem in ABOUT_THE_SITE and not says


def _cells(values: Values, chosen: Mapping[str, str], fields: dict[str, str]) -> Iterator[Cell]:
    """The cells of a page's values. What each key was taken for goes to `fields`: `keep` where it is none of ours."""
    for name, value in values.items():
        key = column_key(re.sub(r" \(\d+\)\Z", "", name))
        taken_for = MORE_FIELDS.get(key) or field_of(key, {}) or KEEP
        meant = chosen.get(key) or taken_for
        # Settings name every key of the first run: what a person did not correct is ranked as it was then.
        rank = -1 if meant != taken_for else LAST if key in MORE_FIELDS else rank_of(key)
        if meant == KEEP and isinstance(value, dict):
            # A mapping that is no field itself holds several: `ids: {doi: …}`, `links: {code: …}`.
            yield from _cells({f"{name}.{inner}": one for inner, one in value.items()}, chosen, fields)
            continue
        if meant == KEEP and "." in name:
            meant = field_of(name.rpartition(".")[2], {}) or KEEP
        fields[name] = meant
        links, rest = links_of(value) if meant == KEEP or meant.endswith(" link") else ([], value)
        for label, url in links:
            yield Cell(f"{name} {label}".strip(), _link_field(label, url, meant), rank, (url,))
        parts = tuple(texts_of(rest))
        if meant == "authors":
            parts = tuple(MARKED.sub(lambda match: match[1] or "", part) for part in parts)
        if meant != IGNORE and any(part.strip() for part in parts):
            yield Cell(name, meant, rank, parts, isinstance(rest, list))


def _link_field(label: str, url: str, meant: str) -> str:
    """The field of a link in a list of links, by its label, else by where it leads."""
    named = field_of(label, {})
    said = next((kind for kind, words in LABEL.items() if words.fullmatch(label)), "") if len(label) < 60 else ""
    if named.endswith(" link"):
        return named
    if said:
        return f"{said} link"
    if meant != KEEP:
        return meant
    return "paper link" if parse_identifier(url) or PUBLISHERS.match(url) else f"{link_kind(url)} link"


def _tags(cell: Cell) -> list[str]:
    parts = cell.parts if cell.is_list else re.split(r"[;,|\n]", cell.text)
    return [tag for part in parts if (tag := clean(part.strip().lstrip("#")))]


# --- values of front matter ----------------------------------------------------------------------------


def _values(front: str, path: str, *, is_toml: bool) -> tuple[Values, list[Remark]]:
    """The value of each key."""
    front = front.replace("\r\n", "\n")
    if is_toml:
        try:
            return {name: plain_value(value) for name, value in tomllib.loads(front).items()}, []
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            remark = Remark(path, 1, f"its front matter is no TOML ({error}); it was read line by line")
            return _line_by_line(front, path), [remark]
    try:
        tree = parse(front, path, first_line=2)
    except RefusedError as refused:
        problem = refused.problem
        remark = Remark(path, problem.place.line, f"its front matter was read line by line: {problem.message}")
        return _line_by_line(front, path), [remark]
    lines = front.split("\n")
    values: dict[str, Value] = {}
    remarks = []
    for name, node in tree.items.items():
        values[name] = plain_value(node)
        tail = _cut_off(node, lines) if isinstance(node, Scalar) else ""
        if tail and isinstance(node, Scalar):
            values[name] = f"{node.text} {tail}"
            remarks.append(Remark(path, node.line, f"YAML takes {tail!r} of {name!r} for a comment; it was kept"))
    return values, remarks


def _cut_off(value: Scalar, lines: Sequence[str]) -> str:
    """What YAML drops behind an unquoted text, as in `title: Tea #2`: a comment has a space behind its `#`."""
    row, column = value.end
    tail = lines[row][column:].strip() if value.plain and value.text and row < len(lines) else ""
    return tail if tail.startswith("#") and not tail[1:2].isspace() and len(tail) > 1 else ""


def _line_by_line(front: str, path: str) -> Values:
    """Keys that begin a line, each with what stands behind it and on the indented lines below, read by itself; what is
    no YAML even so is text. A second key of a name that says something else is `name (2)`."""
    lines_by_key: dict[str, list[str]] = {}
    counts, name = Counter[str](), ""
    for line in front.replace("\t", "  ").split("\n"):
        key = KEY_LINE.fullmatch(line)
        if key and not line.startswith((" ", "-", "#")):
            name = key["key"].strip()
            counts[name] += 1
            name += f" ({counts[name]})" if counts[name] > 1 else ""
            lines_by_key[name] = [(key["value"] or "").strip()]
        elif name and line.strip() and not line.startswith("#"):
            lines_by_key[name].append(line)
    values: dict[str, Value] = {}
    anchors: dict[str, Value] = {}
    for key_name, lines in lines_by_key.items():
        anchor = ANCHOR.match(lines[0])
        if anchor and anchor["sign"] == "*":
            values[key_name] = anchors.get(anchor["name"], lines[0])
            continue
        first = lines[0][anchor.end() :] if anchor else lines[0]
        values[key_name] = _one_value([first, *lines[1:]], path)
        if anchor:
            anchors[anchor["name"]] = values[key_name]
    return values


def _one_value(lines: list[str], path: str) -> Value:
    try:
        return plain_value(parse("\n".join([f"value: {lines[0]}", *lines[1:]]), path).items["value"])
    except (RefusedError, KeyError):
        pass
    texts = [text for line in lines if (text := line.strip()) and text not in {"|", ">", ">-", "|-"}]
    if texts and all(text.startswith("-") for text in texts):
        return [_unquoted(text.removeprefix("-").strip()) for text in texts]
    joined = " ".join(texts)
    if joined.startswith("[") and joined.endswith("]"):
        return [_unquoted(part.strip()) for part in joined[1:-1].split(",")]
    return _unquoted(joined)


def _unquoted(text: str) -> str:
    """Without quotes around it, or one that nothing closes."""
    quote = text[:1] if text[:1] in {"'", '"'} else ""
    if not quote:
        return text
    return text[1:-1] if len(text) > 1 and text.endswith(quote) else text[1:]


# --- old addresses -------------------------------------------------------------------------------------


def addresses_of(path: str, said: Iterable[str]) -> list[str]:
    """Where a page stood: what it says itself, else by the rules of Jekyll (posts: /2021/03/04/name.html, collections:
    /papers/name.html) and of Hugo and MkDocs (/papers/name/).

    >>> addresses_of("_posts/2021-03-04-kettle.md", []), addresses_of("docs/tea/kettle.md", [])
    (['/2021/03/04/kettle.html'], ['/tea/kettle/'])
    """
    named = [address for one in said if (address := _address(one))]
    if named:
        return list(dict.fromkeys(named))
    folder, file = posixpath.split(path)
    stem = posixpath.splitext(file)[0]
    steps = [step for step in folder.split("/") if step]
    while steps and steps[0].lower() in ROOTS:
        steps.pop(0)
    post = POST.fullmatch(stem)
    if steps and steps[-1] == "_posts" and post:
        above = "".join(f"/{step}" for step in steps[:-1])
        default = f"{above}/{post['y']}/{int(post['m']):02}/{int(post['d']):02}/{post['name']}.html"
    elif any(step.startswith("_") for step in steps):
        default = f"/{'/'.join(step.lstrip('_') for step in steps)}/{stem}.html"
    elif stem in {"index", "_index", "README"}:
        default = "".join(f"/{step}" for step in steps) + "/"
    else:
        default = f"/{'/'.join([*steps, stem])}/"
    return [default] if _address(default) else []


def _address(text: str) -> str:
    """A path on the old site; '' where a text is none."""
    path = re.sub(r"\Ahttps?://[^/]+", "", text.strip())
    path = path if path.startswith("/") else f"/{path}" if "/" in path else ""
    is_fine = re.fullmatch(r"(?:/[\w.~!$&'()+,;=@%-]*)+", path) and ".." not in path and "//" not in path
    return path if is_fine and path != "/" and len(path) <= 300 else ""
