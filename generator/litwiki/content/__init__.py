"""Load and store `content/`, the database that people own: files in, a `Wiki` out, or problems.

This is the only package that knows where and in which form content lies. `loading` reads all of it, `single_file` one
file, `store` writes; there is a module for each kind of file (`papers`, `topics`, `ledgers` …), and below these are
kinds of values (`fields`) and YAML (`front_matter`, `strict_yaml`).
"""

import os

from litwiki.content.files import Changes
from litwiki.content.front_matter import MAX_FILE, Document, list_value, with_value
from litwiki.content.known import Known
from litwiki.content.ledgers import write_ledger
from litwiki.content.loading import Loaded, load, load_sound
from litwiki.content.papers import links_value, publication_values, read_paper, write_paper
from litwiki.content.record_fields import sources_value
from litwiki.content.settings import load_config
from litwiki.content.single_file import body_line, locate, read_again, read_document, read_text, refuse_errors
from litwiki.content.store import lock, recover, writing
from litwiki.content.text_fields import is_web_address
from litwiki.content.topics import write_topic
from litwiki.content.waiting import CANDIDATES, CONFLICTS
from litwiki.model.config import Config

__all__ = [
    "CANDIDATES",
    "CONFLICTS",
    "MAX_FILE",
    "Changes",
    "Document",
    "Known",
    "Loaded",
    "body_line",
    "count_papers",
    "is_web_address",
    "links_value",
    "list_value",
    "load",
    "load_config",
    "load_sound",
    "locate",
    "lock",
    "publication_values",
    "read_again",
    "read_document",
    "read_paper",
    "read_text",
    "recover",
    "refuse_errors",
    "sources_value",
    "with_value",
    "write_ledger",
    "write_paper",
    "write_topic",
    "writing",
]


def count_papers(config: Config) -> int:
    """About how many papers there are: the files in their folder."""
    folder = config.content / "papers"
    return len(os.listdir(folder)) if folder.is_dir() else 0  # noqa: PTH208 - names only
