"""Images of notes and introductions: the names and digests of the files in `content/images`.

A file may have two megabytes, because nobody waits for a page with ten photographs of a camera. It has to be what its
name says, because the site serves it under that name.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from litwiki.content.fields import Report
from litwiki.content.files import is_folder
from litwiki.model.problems import Place, Problem

FOLDER = "content/images"
MOST_BYTES = 2_000_000
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}\.(png|jpe?g|gif|webp)")
BEGINNINGS = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}


def read_images(root: Path, report: Report) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of every image of the wiki at `root`, by name. A file that is no image is reported."""
    folder = root / FOLDER
    if not is_folder(folder, FOLDER, report):
        return
    for file in sorted(folder.iterdir()):
        if file.name.startswith("."):
            continue
        place, match = Place(f"{FOLDER}/{file.name}"), NAME.fullmatch(file.name)
        if not match or file.is_symlink() or not file.is_file():
            fix = "name it with a-z, 0-9 and hyphens, ending in .png, .jpg, .gif or .webp"
            report(Problem(place, "F006", "no image that litwiki shows", fix))
        elif (size := file.stat().st_size) > MOST_BYTES:
            report(Problem(place, "F005", f"{size:,} bytes; an image may have {MOST_BYTES:,}", "make it smaller"))
        elif not (content := file.read_bytes()).startswith(BEGINNINGS[match[1].replace("jpeg", "jpg")]):
            report(Problem(place, "F006", f"no {match[1]} image", "save it in the format that its name says"))
        else:
            yield file.name, hashlib.sha256(content).hexdigest()
