"""What a build did, for people and programs."""

from pathlib import Path

from msgspec import Struct, field

from litwiki.build.fit import Fit
from litwiki.model.as_json import JsonValue
from litwiki.model.problems import Place, Problem, Severity


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
        return {
            "site": str(self.site) if self.site else None,
            "problems": [problem.to_json() for problem in self.problems],
            "warnings": list(self.warnings),
            "papers": self.papers,
            "pages": self.pages,
            "written": self.written,
            "seconds": round(self.seconds, 3),
            "peak_mebibytes": self.peak_mebibytes,
            "archive": str(self.archive) if self.archive else None,
            "stages": {name: round(seconds, 3) for name, seconds in self.stages.items()},
            "host": self.host,
            "layout": self.layout,
            "fit": self.fit.to_json() if self.fit else None,
            **({"reasons": list(self.reasons)} if self.reasons else {}),
        }

    @classmethod
    def from_json(cls, told: dict[str, JsonValue], site: Path) -> "Report":
        """The report that `to_json` wrote down, of a build into `site`. Raises `TypeError` and the like."""
        problems, warnings = told["problems"], told["warnings"]
        if not isinstance(problems, list) or not isinstance(warnings, list):
            raise TypeError("no report")
        return cls(
            site=site,
            problems=tuple(_problem(problem) for problem in problems if isinstance(problem, dict)),
            warnings=tuple(str(warning) for warning in warnings),
            papers=int(str(told["papers"])),
            pages=int(str(told["pages"])),
            host=str(told["host"]),
            layout=str(told["layout"]),
        )


def _problem(told: dict[str, JsonValue]) -> Problem:
    place = Place(str(told["path"]), int(str(told["line"])), int(str(told["column"])))
    return Problem(place, str(told["code"]), str(told["message"]), str(told["fix"]), Severity(told["severity"]))
