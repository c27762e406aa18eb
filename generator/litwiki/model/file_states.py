"""What a file is like without reading it: the stat that tells whether it was changed, exchanged or saved by somebody.

Size, time and inode are asked of the folder where that is free. Windows' folders keep no inode, and the times of a file
with several names lag behind there, so that the file itself is asked.
"""

import os


def state_of(entry: "os.DirEntry[str]") -> os.stat_result:
    """The stat of a folder's entry; of a symbolic link, not of what it leads to."""
    if os.name == "nt":
        return os.lstat(entry.path)
    return entry.stat(follow_symlinks=False)
