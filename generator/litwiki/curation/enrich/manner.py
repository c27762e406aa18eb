"""How to enrich: what a person said on the command line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """Of `slugs` all papers where it is empty; `only` is `pending`, one of `fill.GROUPS`, or empty for everything."""

    vouched: bool = False
    """Whether a person stands for the dumps: an equal title that says enough is proof then."""
    slugs: tuple[str, ...] = ()
    limit: int | None = None
    """Papers and waiting ids that are asked about at most."""
    only: str = ""
    update: bool = False
    is_dry: bool = False
    status: bool = False
    """Whether to ask about all papers, for what became of them."""
