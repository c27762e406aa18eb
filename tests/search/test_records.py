import json

from litwiki import content
from litwiki.search.postings import make_slots
from litwiki.search.records import MOST, record_parts
from litwiki.search.texts import texts_of
from tests.conftest import DATA


def records() -> dict[str, dict[str, object]]:
    wiki = content.load(DATA / "wiki").wiki
    keys = (
        [f"paper/{s}" for s in wiki.papers]
        + [f"topic/{t}" for t in wiki.topics]
        + [f"listing/{x}" for x in wiki.listings]
    )
    _, slots = make_slots(keys)
    found = {}
    for part in record_parts(wiki, texts_of(wiki), slots):
        _, record = json.loads(f"[{part.content.decode().partition('(')[2].rpartition(')')[0]}]")
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
