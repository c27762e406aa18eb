"""Groups that library programs write into comments of a bibliography: which entries are in which.

JabRef writes a tree (`jabref-meta: grouping:`), whose old groups list keys; of its newer ones an entry names those
that it is in (`groups = {…}`). BibDesk writes a property list (`BibDesk Static Groups`). A group that a search fills
has no list.
"""

import html
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

JABREF = re.compile(r"\s*jabref-meta:\s*(?:grouping|groupstree):", re.IGNORECASE)
NEXT_GROUP = re.compile(r";\s*\n(?=\d+ )")
GROUP = re.compile(r"\s*(?P<level>\d{1,3}) (?P<kind>\w+)Group:(?P<rest>.*)", re.DOTALL)
DEEPEST = 20
"""Levels of a tree of groups."""
MOST_GROUPS = 200
"""Groups of one entry."""
INCLUDING = "2"
"""What JabRef writes for a group that also shows what its subgroups have (GroupHierarchyType)."""
BIBDESK = re.compile(r"\s*BibDesk Static Groups", re.IGNORECASE)
STRING_OF = re.compile(r"<key>(?P<key>group name|keys)</key>\s*<string>(?P<value>[^<]*)</string>")


class Groups(Struct):
    """`by_key` has the groups of entries by their keys, `above` for a group those that show what is in it, `parents`
    the group right above it."""

    by_key: dict[str, list[str]] = field(default_factory=dict)
    above: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def of(self, key: str, named: Iterable[str]) -> tuple[str, ...]:
        """The groups of an entry with this key that itself names some, each once."""
        names: dict[str, None] = {}
        for name in itertools.islice(itertools.chain(named, self.by_key.get(key, ())), MOST_GROUPS):
            names.update(dict.fromkeys((name, *self.above.get(name, ()))))
        return tuple(names)


def find_groups(comments: Iterable[str]) -> Groups:
    """The groups of all comments of a file."""
    groups = Groups()
    for comment in comments:
        if start := JABREF.match(comment):
            _jabref(comment[start.end() :], groups)
        elif BIBDESK.match(comment):
            for name, keys in _bibdesk(comment):
                for key in keys:
                    groups.by_key.setdefault(key, []).append(name)
    return groups


def _jabref(tree: str, groups: Groups) -> None:
    """Goes down the tree, with the groups above the present one in `above`: by level, each with its hierarchy."""
    above: list[tuple[int, str, str]] = []
    for written in NEXT_GROUP.split(tree):
        match = GROUP.match(written)
        if not match:
            continue
        level = min(int(match["level"]), DEEPEST)
        while above and above[-1][0] >= level:
            above.pop()
        # Old versions cut long lines wherever they were; a name's own semicolon has two backslashes more.
        name, hierarchy, *rest = [*(part.strip() for part in match["rest"].replace("\n", "").split("\\;")), ""]
        if match["kind"] == "AllEntries" or not name:
            continue
        including = []
        for _, upper, kind in reversed(above):
            if kind != INCLUDING:
                break
            including.append(upper)
        groups.above.setdefault(name, tuple(including))
        if above:
            groups.parents.setdefault(name, above[-1][1])
        if match["kind"] == "Explicit":
            for key in filter(None, rest):
                groups.by_key.setdefault(key.rstrip(";"), []).append(name)
        above.append((level, name, hierarchy))


def _bibdesk(comment: str) -> Iterator[tuple[str, list[str]]]:
    for part in comment.split("</dict>"):
        values: Mapping[str, str] = {match["key"]: html.unescape(match["value"]) for match in STRING_OF.finditer(part)}
        if values.get("group name", "").strip():
            keys = [key.strip() for key in values.get("keys", "").split(",")]
            yield values["group name"].strip(), [key for key in keys if key]
