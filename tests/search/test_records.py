import json

from litwiki import content, links, search
from litwiki.search.records import MOST
from litwiki.search.shards import FOLDER
from tests.conftest import DATA


def records() -> dict[str, dict[str, object]]:
    wiki = content.load(DATA / "wiki").wiki
    found = {}
    for file in search.plan(wiki, links.make(wiki)):
        if file.path.startswith(f"{FOLDER}/d/"):
            _, record = json.loads(f"[{file.make().decode().partition('(')[2].rpartition(')')[0]}]")
            found[record["url"]] = record
    return found


def test_a_record_has_what_a_result_shows() -> None:
    found = records()
    kettle = found["papers/kettle/"]
    assert kettle["title"] == "Kettle: Boiling Water with Gradient Descent"
    assert kettle["code"] is True
    assert str(kettle["lead"]).endswith(".")
    assert kettle["topics"]
    assert found["topics/heating/"]["kind"] == "topic"
    assert found["listings/mar-17/"]["kind"] == "listing"


def test_text_is_plain_and_bounded() -> None:
    for record in records().values():
        assert len(str(record.get("text", ""))) <= MOST + 1
        assert "\\em" not in str(record)
