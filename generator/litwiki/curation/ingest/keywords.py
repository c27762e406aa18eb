"""Keywords of bibliographies, groups, headings and tags as topics: those that the vocabulary has, and the others.

A keyword is a topic where it is its id, name, a keyword or a former id of it, whatever the case, the plural and the
hyphens. The others are counted; with `--topics-from keywords` a file is made for each.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from litwiki.model.ids import TopicId, is_slug, slugify
from litwiki.model.records import Topic
from litwiki.model.wiki import Wiki
from litwiki.text.latex import to_plain
from litwiki.text.words import clean, stem

LONGEST_NAME = 120


class Vocabulary:
    """The topics of a wiki by the keywords that name them, and the keywords that name no topic."""

    def __init__(self, wiki: Wiki) -> None:
        self.known: dict[str, TopicId] = {}
        for topic, record in wiki.topics.items():
            for name in (topic, record.name, *record.aliases):
                self.known[keyword_key(name)] = topic
        for topic, record in wiki.topics.items():
            for name in record.keywords:
                self.known.setdefault(keyword_key(name), topic)
        self.taken = {*wiki.topics, *(alias for record in wiki.topics.values() for alias in record.aliases)}
        self.new: dict[TopicId, Topic] = {}

    def topics_of(self, keywords: Iterable[str]) -> tuple[TopicId, ...]:
        """The topics that keywords name, in their order."""
        topics = (self.known.get(keyword_key(keyword)) for keyword in keywords)
        return tuple(dict.fromkeys(topic for topic in topics if topic))

    def unknown(self, keywords: Iterable[Iterable[str]]) -> Mapping[str, int]:
        """Keywords of papers that are no topic, as printed most often, with the number of papers that have each."""
        printed: dict[str, Counter[str]] = {}
        for some in keywords:
            for key, text in {keyword_key(text): clean(text) for text in some}.items():
                if key and key not in self.known:
                    printed.setdefault(key, Counter())[text] += 1
        named = {min(texts, key=lambda text: (-texts[text], text)): texts.total() for texts in printed.values()}
        return dict(sorted(named.items(), key=lambda item: (-item[1], item[0].casefold(), item[0])))

    def make(self, names: Iterable[str]) -> None:
        """Makes a topic of each keyword that can name a file."""
        for name in names:
            plain = clean(to_plain(name))[:LONGEST_NAME]
            topic = TopicId(slugify(plain))
            if is_slug(topic) and topic not in self.taken and keyword_key(name) not in self.known:
                definition = f"Papers that bibliographies file under “{plain}”."
                self.new[topic] = Topic(topic, plain, "Other", definition, (plain,))
                self.taken.add(topic)
                self.known[keyword_key(name)] = topic


def keyword_key(text: str) -> str:
    """What spellings of one keyword have in common.

    >>> keyword_key("Large-language Models") == keyword_key("large language model")
    True
    >>> keyword_key("LLMs") == keyword_key("LLM")
    True
    """
    stems = map(stem, re.findall(r"[^\W_]+|[+#]+", to_plain(text).casefold()))
    # The stemmer leaves the `s` of an abbreviation's plural.
    return " ".join(one[:-1] if len(one) > 3 and one.endswith("s") else one for one in stems)
