import json

from litwiki.model.entries import Rejected
from litwiki.model.problems import Place, Problem, Severity


def test_a_problem_reads_as_one_line_with_its_place_and_remedy() -> None:
    place = Place("content/topics/tea.md", 7, 3)
    assert str(Problem(place, "T103", "unknown paper 'ketle' in pinned", "did you mean 'kettle'?")) == (
        "content/topics/tea.md:7:3 T103 unknown paper 'ketle' in pinned; did you mean 'kettle'?"
    )
    assert str(Problem(place, "S101", "no summary", severity=Severity.WARNING)).endswith("S101 warning: no summary")


def test_no_problem_writes_what_a_terminal_would_obey() -> None:
    """File names and references come from pull requests; a line of output must not forge another."""
    problem = Problem(Place("content/papers/\x1b[2J\udcff.md"), "R101", "[[a\n::error::b]] names no page")
    assert str(problem) == ("content/papers/\\x1b[2J\\udcff.md:1:1 R101 [[a\\n::error::b]] names no page")
    assert json.dumps(problem.to_json(), ensure_ascii=False).encode()
    assert str(Rejected("a\x07.txt", 3, "no title", "raw")) == "a\\x07.txt:3: no title"


def test_places_are_in_reading_order() -> None:
    places = [Place("b", 1), Place("a", 10, 1), Place("a", 2, 9), Place("a", 2, 1)]
    assert [str(place) for place in sorted(places)] == ["a:2:1", "a:2:9", "a:10:1", "b:1:1"]
