"""Files that cannot be read, and the problems that follow from that in other files: these are only counted.

A person who has to mend a colon in one file should not read twelve problems of other files that refer to it. A name
belongs to an unread file if it is the file's own or one of its former names, as far as the text shows them.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from litwiki.model.problems import Problem, Severity
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki

FORMER = re.compile(r"^aliases:(.*(?:\n[ \t-].*){0,50})", re.MULTILINE)
DECISIONS = "content/decisions.yml"


class Unread(Struct):
    """The files, by the names that others call them: `kettle`, `topic:tea`, `listing:mar-17`."""

    files: dict[str, str] = field(default_factory=dict)
    references: Counter[str] = field(default_factory=Counter)
    """How often others name each file."""

    def names(self, kind: str, name: str) -> bool:
        """Whether a paper (kind ''), topic or listing of this name is an unread file, which counts the reference."""
        path = self.files.get(f"{kind}:{name}" if kind else name)
        if path:
            self.references[path] += 1
        return path is not None

    def refers(self, target: str) -> bool:
        """As `names`, of the inside of `[[…]]` or of a relative link."""
        head = target.partition("#")[0]
        name = head.rpartition("/")[2].removesuffix(".md").rpartition(":")[2]
        kind = head.partition(":")[0] if ":" in head else ""
        kinds = ("topic", "listing", "path", "") if head.endswith(".md") else (kind,)
        return any(self.names("" if kind == "paper" else kind, name) for kind in kinds)

    def said(self, problem: Problem) -> Problem:
        """The problem of an unread file with what follows from it."""
        count = self.references[problem.place.path]
        if problem.severity is not Severity.ERROR or not count or problem.code[0] != "Y":
            return problem
        what = "1 reference to it is" if count == 1 else f"{count} references to it are"
        return replace(problem, message=f"{problem.message} (until this is mended, {what} not checked)")


def unread_files(root: Path, wiki: Wiki, problems: Iterable[Problem]) -> Unread:
    """Files that a problem keeps from being read: they are named by it, and the wiki does not have them."""
    unread = Unread()
    for path in {p.place.path for p in problems if p.code[0] == "Y" and p.severity is Severity.ERROR}:
        folder, name = PurePosixPath(path).parent.name, PurePosixPath(path).stem
        if folder in {"papers", "terms"} and name not in wiki.papers:
            unread.files |= dict.fromkeys((name, *_former(root / f"content/papers/{name}.md")), path)
        elif folder == "topics" and name not in wiki.topics:
            unread.files |= dict.fromkeys((f"topic:{one}" for one in (name, *_former(root / path))), path)
        elif folder == "paths" and name not in wiki.reading_paths:
            unread.files[f"path:{name}"] = path
        elif folder == "listings" and name not in wiki.listings:
            unread.files[f"listing:{name}"] = path
        elif path == DECISIONS:
            unread.files[DECISIONS] = path
    return unread


def _former(file: Path) -> list[str]:
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return []
    block = FORMER.search(text)
    return re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", block[1]) if block else []
