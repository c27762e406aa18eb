"""What a build did, for people and programs."""

from pathlib import Path

from msgspec import Struct, field

from litwiki.build.fit import Fit
from litwiki.model.as_json import JsonValue, fields_as_json
from litwiki.model.problems import Problem


class Report(Struct, frozen=True):
    """What one build did; `site` is None where problems kept it from being built. `stages` are seconds by name."""

    site: Path | None
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...] = ()
    papers: int = 0
    pages: int = 0
    written: int = 0
    seconds: float = 0.0
    peak_mebibytes: int = 0
    archive: Path | None = None
    stages: dict[str, float] = field(default_factory=dict)
    host: str = "none"
    """Where the wiki's settings say that the site is published."""
    layout: str = ""
    """Why papers share files, where nobody asked for it."""
    fit: Fit | None = None
    reasons: tuple[str, ...] = ()
    """Why the file that somebody asked about was made again, or was not."""

    def to_json(self) -> dict[str, JsonValue]:
        """The object that `litwiki build --json` prints."""
        fields = fields_as_json(self, without=() if self.reasons else ("reasons",))
        stages: JsonValue = {name: round(seconds, 3) for name, seconds in self.stages.items()}
        return fields | {"seconds": round(self.seconds, 3), "stages": stages}
