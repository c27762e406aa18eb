"""Files of others in folders of ours: they are moved to `build/not-ours`, and that is said; none is deleted.

What a build wrote is known from the store. Where it knows nothing, because somebody deleted it, files of `build/docs`
and `build/theme` are taken for ours, and in a site what the build in hand does not write is taken for somebody's.
"""

from collections.abc import Sequence
from pathlib import Path

from litwiki.build.tree import Tree

MOST_NAMED = 5


def set_aside(tree: Tree, root: Path, name: str, paths: Sequence[str] | None = None) -> list[str]:
    """Moves `paths`, or what no build made, out of a folder; returns what is said of the first few."""
    folder = tree.folder.relative_to(root).as_posix() if tree.folder.is_relative_to(root) else str(tree.folder)
    moved = tree.put_aside(tree.foreign() if paths is None else paths, root / "build" / "not-ours" / name)
    said = [
        f"{folder}/{path} was made by no build; it is {place.relative_to(root).as_posix()} now"
        for path, place in moved[:MOST_NAMED]
    ]
    more = len(moved) - MOST_NAMED
    return [*said, f"and so are {more:,} more files of {folder}"] if more > 0 else said
