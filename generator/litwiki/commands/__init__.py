"""The commands, one module each: its options, the call of its story, and what it prints."""

import click

from litwiki.commands.accept import accept
from litwiki.commands.add import add
from litwiki.commands.build import build
from litwiki.commands.check import check
from litwiki.commands.digest import digest
from litwiki.commands.enrich import enrich
from litwiki.commands.exclude import exclude
from litwiki.commands.export import export
from litwiki.commands.ingest import ingest
from litwiki.commands.init import init
from litwiki.commands.merge import merge
from litwiki.commands.migrate import migrate
from litwiki.commands.rename import rename
from litwiki.commands.report import report
from litwiki.commands.review import review
from litwiki.commands.serve import serve
from litwiki.commands.suggest import suggest
from litwiki.commands.table import table
from litwiki.commands.undo import undo

COMMANDS: tuple[click.Command, ...] = (
    *(init, ingest, add, migrate, enrich, build, serve, check, suggest),
    *(merge, rename, exclude, review, undo, accept, report, digest, export, table),
)
