"""What the last command wrote, taken back: the files it made go, those it changed are as before.

The journal of that command has every file before and after, so that this needs no git and works with files that were
never committed. It is itself a change, and is taken back by the same command.
"""

from collections.abc import Sequence
from pathlib import Path

from litwiki import content
from litwiki.content.journal import Change, held
from litwiki.content.store import last_change
from litwiki.model.errors import LitwikiError
from litwiki.model.matches import Outcome
from litwiki.text.messages import counted

MOST_NAMED = 10


def undo(root: Path, *, is_dry: bool = False) -> Outcome:
    """Takes back what the last command wrote in the wiki at `root`, all of it or nothing.

    Raises `LitwikiError` where there is nothing to take back, or one of the files was changed since.
    """
    changes = last_changes(root)
    if not changes:
        raise LitwikiError(
            "there is nothing to take back: no command wrote here, or build/ was removed since;"
            " git has the last commit (git status, git restore)"
        )
    take_back(root, changes, is_dry=is_dry)
    created = sum(change.before is None for change in changes)
    gone = sum(change.after is None for change in changes)
    counts = ((created, "removed"), (len(changes) - created - gone, "as before"), (gone, "there again"))
    said = "; ".join(f"{counted(count, 'file')} {what}" for count, what in counts if count)
    end = "Nothing was written (--dry-run)." if is_dry else "The same command again brings it back."
    return Outcome((said, end), tuple(sorted(change.path for change in changes)))


def last_changes(root: Path) -> tuple[Change, ...]:
    """What the last command wrote, file by file; nothing where there was none."""
    return tuple(last_change(content.load_config(root)))


def take_back(root: Path, changes: Sequence[Change], *, is_dry: bool = False) -> None:
    """Gives files back what `changes` took, all or none. Raises `LitwikiError` where one was changed since."""
    config = content.load_config(root)
    with content.writing(config) as right:
        since = [change.path for change in changes if held(config.root, change) != change.after]
        if since:
            more = f" and {len(since) - MOST_NAMED:,} more" if len(since) > MOST_NAMED else ""
            raise LitwikiError(
                f"nothing was taken back, because these changed since: {', '.join(since[:MOST_NAMED])}{more};"
                " git restore --source REVISION PATH gives back single files"
            )
        if not is_dry:
            right.take_back(changes)
