"""What waits for a person beside the content: `build/conflicts.json` and `build/candidates.json`.

Neither file is part of the wiki, and nothing is lost with it: whoever ingests a listing or asks a source again finds
the same again. What a person answered is content (`content/decisions.yml`).
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import DecodeError, json

from litwiki.model.config import Config
from litwiki.model.matches import Candidate, Conflict
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki

T = TypeVar("T", bound=Conflict | Candidate)
MOST = 10_000
"""Records of one kind; a person answers some hundred."""


class Waiting(Generic[T]):
    """The records of a kind that wait on this machine; of those with one `key` the newest does."""

    def __init__(self, name: str, decoder: json.Decoder[tuple[T, ...]], key: Callable[[T], tuple[str, ...]]) -> None:
        self._name, self._decoder, self._key = name, decoder, key

    def _path(self, config: Config) -> Path:
        return config.build / self._name

    def remember(self, config: Config, new: Iterable[T]) -> None:
        """Adds records to those that wait. Call it within `lock`."""
        waiting = {self._key(one): one for one in (*self.read(config), *new)}
        if waiting:
            path = self._path(config)
            aside = path.with_suffix(".new")
            records = [waiting[key] for key in sorted(waiting)[:MOST]]
            aside.write_bytes(json.format(json.encode(records), indent=1) + b"\n")
            aside.replace(path)

    def of(self, wiki: Wiki) -> tuple[T, ...]:
        """The records that wait, each once and by what its paper is called now."""
        named = (replace(one, slug=wiki.resolve(one.slug) or one.slug) for one in self.read(wiki.config))
        return tuple({self._key(one): one for one in named}.values())

    def read(self, config: Config) -> tuple[T, ...]:
        """The records that wait; none where the file is missing or damaged, or another litwiki wrote it."""
        try:
            return self._decoder.decode(self._path(config).read_bytes())
        except (OSError, DecodeError):
            return ()


def _key_of_candidate(one: Candidate) -> tuple[str, ...]:
    ids = " ".join(f"{kind}:{value}" for kind, value in sorted(one.entry.ids.items()))
    return (one.slug, one.who, ids, one.entry.title, "; ".join(one.entry.authors))


CONFLICTS = Waiting("conflicts.json", json.Decoder(tuple[Conflict, ...]), lambda one: (one.slug, one.field, one.given))
CANDIDATES = Waiting("candidates.json", json.Decoder(tuple[Candidate, ...]), _key_of_candidate)
