"""Files of others in folders of ours: they are moved to `build/not-ours`, and that is said; none is deleted.

What a build wrote is known from the store. Where it knows nothing, because somebody deleted it, files of `build/docs`
and `build/theme` are taken for ours, and in a site what the build in hand does not write is taken for somebody's.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from litwiki.build.tree import Tree

MOST_NAMED = 5


def set_aside(tree: Tree, root: Path, paths: Sequence[str]) -> list[str]:
    """Moves files out of a folder of the wiki at `root`; returns what is said of the first few."""
    folder = tree.folder.relative_to(root).as_posix() if tree.folder.is_relative_to(root) else str(tree.folder)
    said: list[str] = []
    for path in paths:
        place = goal = root / "build" / "not-ours" / tree.name / path
        number = 0
        while os.path.lexists(place):
            number += 1
            place = goal.with_name(f"{goal.name}.{number}")
        place.parent.mkdir(parents=True, exist_ok=True)
        (tree.folder / path).replace(place)
        if len(said) < MOST_NAMED:
            said.append(f"{folder}/{path} was made by no build; it is {place.relative_to(root).as_posix()} now")
    tree.remove(paths)
    more = len(paths) - MOST_NAMED
    return [*said, f"and so are {more:,} more files of {folder}"] if more > 0 else said
