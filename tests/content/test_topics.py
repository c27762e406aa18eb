from hypothesis import given, settings
from hypothesis import strategies as st

from litwiki.content.front_matter import read
from litwiki.content.topics import read_topic, write_topic
from litwiki.model.ids import Slug, TopicId
from litwiki.model.problems import Problem
from litwiki.model.records import Pin, Topic
from litwiki.model.results import Column
from litwiki.text.words import clean

line = st.text(max_size=30).map(clean)
filled = line.filter(bool)
slugs = st.from_regex(r"[b-d][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
topics = st.builds(
    Topic,
    id=st.just(TopicId("tea")),
    name=filled,
    group=filled,
    definition=filled,
    keywords=st.lists(filled, max_size=3).map(tuple),
    parent=st.one_of(
        st.none(), st.sampled_from([TopicId("null-models"), TopicId("true"), TopicId("2024"), TopicId("1e3")])
    ),
    aliases=st.lists(slugs.map(TopicId), max_size=2, unique=True).map(tuple),
    pinned=st.lists(
        st.builds(
            Pin,
            st.one_of(slugs, st.sampled_from(["2024", "on", "1-2"])).map(Slug),
            st.one_of(line, st.text("abc #:'-", min_size=90, max_size=200).map(clean)),
        ),
        max_size=3,
    ).map(tuple),
    columns=st.lists(
        st.builds(
            Column,
            st.sampled_from(["bits", "on", "n_1"]),
            filled,
            line.map(lambda t: t[:20].strip()),
            st.sampled_from(["", "higher"]),
        ),
        max_size=2,
        unique_by=lambda column: column.key,
    ).map(tuple),
    introduction=st.sampled_from(["", "Words\n", "---\n"]),
)


@settings(max_examples=80)
@given(topics)
def test_a_topic_that_is_written_reads_back_the_same(topic: Topic) -> None:
    problems: list[Problem] = []
    assert read_topic(read(write_topic(topic).encode(), "x.md"), topic.id, problems.append) == topic
    assert problems == []


def test_a_topic_needs_a_name_and_a_definition() -> None:
    problems: list[Problem] = []
    topic = read_topic(read(b"---\nkeywords: []\n---\nText", "x.md"), TopicId("tea"), problems.append)
    assert [(p.code, p.message.split()[0]) for p in problems] == [("F002", "'name'"), ("F002", "'definition'")]
    assert (topic.group, topic.introduction) == ("Other", "Text")
