"""Why a file was made again: what the store says of it beside what it should be, in words."""

from litwiki.build.store import OutputRow
from litwiki.build.tree import Tree
from litwiki.model.ids import DocPath, url_of

PARTS = ("its template, or one that this includes", "what its view says", "settings or theme")
"""What the parts of a page's key stand for."""


class Explanation:
    """Hears of every file that is looked at, and says of one why it was made again."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}
        self._fine: set[str] = set()

    def holds(self, tree: Tree, path: str, key: str) -> bool:
        """Whether a file stands as it should; else the reason is remembered."""
        if tree.holds(path, key):
            self._fine.add(path)
            return True
        self._reasons.setdefault(path, _reason(tree.rows.get(path), tree.states.get(path), key))
        return False

    def of(self, path: str) -> tuple[str, ...]:
        """Why a file of `build/docs` or of the site was made again; for a page both of its files are looked at."""
        names = [path]
        if path.endswith(".md"):
            names.append(f"{url_of(DocPath(path))}index.html")
        elif path.endswith("/index.html"):
            names.append(f"{path.removesuffix('/index.html')}.md")
        reasons = [f"{name}: {self._reasons[name]}" for name in names if name in self._reasons]
        is_known = any(name in self._fine for name in names)
        return tuple(reasons) or (f"{path}: {'is as it was' if is_known else 'no build makes such a file'}",)


def _reason(row: OutputRow | None, state: tuple[int, int, int] | None, key: str) -> str:
    if not row or not row.key:
        return "it is new, or was made by another version of litwiki"
    if row.key != key:
        pairs = list(zip(PARTS, row.key.split("."), key.split("."), strict=False))
        if len(pairs) < 2:
            return "what it is made from changed"
        return ", ".join(name for name, old, new in pairs if old != new) + " changed"
    return "it is gone" if state is None else "somebody changed the file itself"
