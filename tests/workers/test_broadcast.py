"""A value comes to a worker by a file, while it is there and if it is the one that was written."""

import pickle
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from litwiki.model.errors import UsageError
from litwiki.workers import InProcess
from litwiki.workers.broadcast import broadcast


def test_a_value_is_read_by_who_is_sent_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    with ThreadPoolExecutor(1) as threads, broadcast({"kettle": 3}, folder, threads) as shared:
        sent = pickle.loads(pickle.dumps(shared))
        assert sent.value == {"kettle": 3}
        assert sent.value is sent.value
        assert len(pickle.dumps(shared)) < 1_000
    assert not [*folder.iterdir()]


def test_arrays_are_as_they_were_and_cannot_be_written_to(tmp_path: Path) -> None:
    kettles: dict[str, Any] = {"liters": np.arange(7), "none": np.zeros((0, 3)), "names": ["kettle"]}
    with ThreadPoolExecutor(1) as threads, broadcast(kettles, tmp_path, threads) as shared:
        found = shared.value
    assert found["names"] == ["kettle"]
    assert found["liters"].tolist() == [*range(7)]
    assert found["none"].shape == (0, 3)
    with pytest.raises(ValueError, match="read-only"):
        found["liters"][0] = 1


def test_arrays_are_let_go_with_the_task_that_asked_for_them(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as threads, broadcast([np.arange(7)], tmp_path, threads) as shared:
        (kettles,) = shared.value
        held = weakref.ref(kettles)
        del kettles
        assert held() is None


def test_in_this_process_it_is_the_value_itself(tmp_path: Path) -> None:
    kettles = {"kettle": 3}
    with broadcast(kettles, tmp_path / "build", InProcess()) as shared:
        assert shared.value is kettles
    assert not (tmp_path / "build").exists()


def test_a_file_of_somebody_else_is_not_read(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as threads, broadcast({"ladle": 4}, tmp_path, threads) as shared:
        (file,) = tmp_path.iterdir()
        for content in (pickle.dumps({"ladle": 5}), file.read_bytes() + bytes(64)):
            file.write_bytes(content)
            with pytest.raises(UsageError, match="another"):
                _ = shared.value
        file.unlink()
        with pytest.raises(UsageError, match="share the folder"):
            _ = shared.value
