"""A seal holds as long as nobody touched the folder, and can be brought up to date by what was touched."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from litwiki import processes, seals


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site whose times are certainly over."""
    made = tmp_path / "site"
    for name in ("index.html", "papers/kettle/index.html", "papers/index.html", "assets/a b.css", "Über/x.html"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(name, encoding="utf-8")
    for path in [made, *made.rglob("*")]:
        os.utime(path, ns=(10**18, 10**18))
    return made


@pytest.mark.parametrize(
    "harm",
    [
        lambda site: (site / "papers" / "index.html").write_text("other"),
        lambda site: (site / "papers" / "index.html").unlink(),
        lambda site: (site / "papers" / "kettle" / "stranger").touch(),
        lambda site: (site / "empty").mkdir(),
        lambda site: (site / "papers" / "index.html").rename(site / "papers" / "other.html"),
        lambda site: (site / "papers").rename(site / "people"),
        shutil.rmtree,
    ],
)
def test_what_somebody_touched_holds_no_seal(harm: Callable[[Path], object], folder: Path) -> None:
    seal = seals.take(folder)
    assert seals.holds(seal, folder)
    harm(folder)
    assert not seals.holds(seal, folder)
    assert not seals.holds(None, folder)


def test_folders_alone_show_what_came_and_went(folder: Path) -> None:
    seal = seals.take(folder, with_files=False)
    (folder / "index.html").write_text("other")
    assert seals.holds(seal, folder)
    (folder / "papers" / "new.html").touch()
    assert not seals.holds(seal, folder)


def test_a_seal_can_be_read_again(folder: Path, tmp_path: Path) -> None:
    seal = seals.take(folder)
    known_as = seals.save(tmp_path / "seal.json", seal)
    assert seals.load(tmp_path / "seal.json") == seals.load(tmp_path / "seal.json", known_as) == seal
    assert seals.load(tmp_path / "seal.json", "another") is None
    (tmp_path / "empty").mkdir()
    empty = seals.take(tmp_path / "empty")
    assert seals.Seal.from_json(empty.to_json()) == empty


@pytest.mark.parametrize("text", ["", "[]", "{}", '["a", "b"]', '["a", "b", "xyz"]', '["a", "b", "00"]', "\x00"])
def test_a_seal_that_was_cut_short_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "seal.json").write_text(text)
    assert seals.load(tmp_path / "seal.json") is None


@pytest.mark.parametrize("seed", range(20))
def test_a_seal_brought_up_to_date_is_one_taken_anew(seed: int, folder: Path) -> None:
    dice = random.Random(seed)
    seal = seals.take(folder)
    for _ in range(3):
        names = [dice.choice("ab") + "/" + "/".join(dice.choices("cd", k=dice.randint(1, 2))) + ".x" for _ in range(3)]
        for name in names:
            if dice.random() < 0.6:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(str(dice.random()))
            elif (folder / name).exists():
                (folder / name).unlink()
                for parent in list((folder / name).parents)[: name.count("/")]:
                    if not any(parent.iterdir()):
                        parent.rmdir()
        seal = seals.renewed(seal, folder, names)
        assert seals.holds(seal, folder)
        anew = seals.take(folder)
        assert (sorted(seal.folders), sorted(seal.files)) == (sorted(anew.folders), sorted(anew.files))


def test_any_number_of_processes_takes_the_same_seal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = seals.take(folder)
    monkeypatch.setattr(seals, "MANY", 1)
    monkeypatch.setattr(processes, "cores", lambda: 3)
    assert seals.take(folder) == seal
    assert seals.holds(seal, folder)
