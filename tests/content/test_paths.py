from litwiki.content.front_matter import read
from litwiki.content.paths import read_reading_path
from litwiki.model.ids import ReadingPathId
from litwiki.model.problems import Problem
from litwiki.model.records import PathStep, ReadingPath

FRONT = "---\ntitle: 'From leaf to cup'\ndescription: 'How tea comes about.'\n"


def path_of(front: str, body: str) -> tuple[ReadingPath, list[str]]:
    problems: list[Problem] = []
    path = read_reading_path(read(f"{front}---\n{body}".encode(), "x.md"), ReadingPathId("start"), problems.append)
    return path, [f"{p.place.line} {p.code}" for p in problems]


def test_a_paragraph_that_is_one_reference_is_a_step() -> None:
    body = """First see [[kettle]].

[[kettle]]

## Then

  [[ladle|the ladle]]
Not this one.

[[paper:ladle]]

[[topic:tea]]

- [[spoon]]

> [[cup]]

```
[[pot]]
```

[[pan]] [[lid]]

[[
whisk]]

[[spoon]]
"""
    path, problems = path_of(f"{FRONT}audience: 'Beginners'\norder: 2\n", body)
    assert problems == []
    assert [step.target for step in path.steps] == ["kettle", "ladle", "spoon"]
    assert path.steps[0] == PathStep("kettle", 2, 3)
    assert [body.split("\n")[step.first_line] for step in path.steps] == ["[[kettle]]", "[[paper:ladle]]", "[[spoon]]"]
    assert (path.title, path.audience, path.order) == ("From leaf to cup", "Beginners", 2)


def test_a_path_says_what_it_is() -> None:
    path, problems = path_of("---\ntitle: 'x'\norder: first\nfor: me\n", "[[kettle]]\n")
    assert problems == ["4 F001", "1 F002", "3 F003"]
    assert path.order is None
