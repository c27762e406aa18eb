"""Clustering of entries that are one paper: by ids, by what the wiki knows, then by titles.

A cluster is a known paper, one that is not wanted here, one whose file somebody took away, or a new one. Groups of
entries with a common id are assigned first; then those without, to the cluster that agrees most. Known papers take
precedence over new ones, and a tie between several is no certainty: the group stays apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import astuple
from rapidfuzz import fuzz

from litwiki.curation import evidence
from litwiki.curation.evidence import Record, Verdict
from litwiki.model.entries import Entry
from litwiki.model.ids import Slug
from litwiki.model.index_rows import strong_ids
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.text.words import title_key

REMOVED = "its file was taken away; litwiki review asks why"
"""The reason of a paper that is gone while nobody has said that it is not wanted."""
MOST_COMPARED = 20
"""Clusters with one title that a group is compared with."""
MOST_RECORDS = 8
"""Different records of one paper that are remembered to compare with."""
MOST_UNSURE = 3
UNLIKE = 60
"""Two titles less alike than this, of 100, are those of two papers."""


class Group(Struct):
    """Entries with a common id, or that say the same; `places` in the order of what they say."""

    places: list[int]
    records: list[Record]
    ids: set[tuple[str, str]]


class Cluster(Struct, eq=False):
    """What is one paper. `excluded` says why it is not wanted here."""

    slug: Slug | None = None
    excluded: str = ""
    records: list[Record] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """Known papers before those that are not wanted, and these before new ones."""
        return 2 if not self.slug else 1 if self.excluded else 0

    def compare(self, group: Group) -> tuple[Verdict, str]:
        """A group that any record contradicts is none of ours; else one that agrees with any is."""
        pairs = [(a, b) for a in self.records for b in group.records if a.key == b.key]
        verdicts = [evidence.compare(a, b) for a, b in pairs] or [(Verdict.UNSURE, "")]
        if any(evidence.share_an_author(a, b) is False for a in self.records for b in group.records):
            return Verdict.DIFFERENT, "nobody wrote both"
        worst = min(verdicts, key=lambda one: one[0])
        return worst if worst[0] is Verdict.DIFFERENT else max(verdicts, key=lambda one: one[0])

    def strength(self, group: Group) -> tuple[bool | int, ...]:
        """How much agrees of the two records that agree most."""
        return max(evidence.strength(a, b) for a in self.records for b in group.records)


def groups_of(entries: Sequence[Entry]) -> tuple[list[Group], list[tuple[int, str, str]]]:
    """Entries by their ids, in an order that is made of what they say; and ids of entries that are another paper's:
    (place, kind, value). Two records with one id of which titles and authors have nothing in common are two papers.
    """
    records = [evidence.of_entry(entry) for entry in entries]
    named = Counter((strong, record.key) for record in records for strong in record.ids)
    agreeing = [max((named[strong, record.key] for strong in record.ids), default=0) for record in records]
    order = sorted(range(len(entries)), key=lambda n: _order(entries[n], records[n], agreeing[n]))
    by_id: dict[tuple[str, str], Group] = {}
    by_record: dict[tuple[object, ...], Group] = {}
    refused = []
    for place in order:
        record = records[place]
        wrong = {
            strong for strong in record.ids if strong in by_id and not _may_share_an_id(by_id[strong].records, record)
        }
        refused += [(place, kind, value) for kind, value in sorted(wrong)]
        ids = set(record.ids) - wrong
        group = Group([place], [record], ids)
        if ids:
            for other in {id(by_id[x]): by_id[x] for x in sorted(ids) if x in by_id}.values():
                group = _joined(other, group)
            by_id |= dict.fromkeys(group.ids, group)
        else:
            said = (record.key, tuple(record.people), record.year, record.publication, record.text)
            group = by_record[said] = _joined(by_record[said], group) if said in by_record else group
    groups = {id(group): group for group in [*by_id.values(), *by_record.values()]}
    rank = {place: number for number, place in enumerate(order)}
    return sorted(groups.values(), key=lambda group: rank[group.places[0]]), refused


def _order(entry: Entry, record: Record, agreeing: int) -> tuple[object, ...]:
    """What says most comes first, of these what most entries with its id are called: a copied id is the others'.
    Equal are only entries that say the same."""
    return (
        *(not entry.title, not record.ids, not entry.authors, not entry.year),
        *(-agreeing, record.key, sorted(record.ids)),
        *(entry.authors, entry.year or 0, astuple(entry.publication), entry.key, entry.abstract or "", entry.title),
        *(sorted(entry.extra.items()), [(link.kind, link.url) for link in entry.links], entry.note),
    )


def _may_share_an_id(records: Sequence[Record], record: Record) -> bool:
    """Whether a record may be of the paper of others, of which the first says most."""
    if not records or not record.key:
        return True
    first = records[0]
    authors = evidence.share_an_author(first, record)
    # Where nobody says who wrote them, years far apart are what contradicts.
    is_far = bool(first.year and record.year) and abs((first.year or 0) - (record.year or 0)) > evidence.FAR_APART
    if authors or (authors is None and not is_far):
        return True
    return any(fuzz.ratio(mine.key, record.key) >= UNLIKE for mine in records)


def _joined(one: Group, other: Group) -> Group:
    one.places += other.places
    one.ids |= other.ids
    for record in other.records:
        if record not in one.records and len(one.records) < MOST_RECORDS:
            one.records.append(record)
    return one


class Clusters:
    """Groups of entries and the clusters that they are assigned to."""

    def __init__(self, wiki: Wiki, groups: Sequence[Group], hints: Mapping[int, Slug]) -> None:
        self.groups, self.hints = groups, hints
        self.known = _Known(wiki)
        self.new: list[Cluster] = []
        self.of: dict[int, Cluster] = {}
        """Clusters by the places of their entries; an entry without a title may have none."""
        self.reasons: dict[int, str] = {}
        self.unsure: list[tuple[Cluster, Cluster, str]] = []
        self.refused: list[tuple[int, str, str]] = []
        """Ids of entries that are another paper's: place, kind, value."""
        self.index = _Index()

    def assign(self) -> None:
        """Finds a cluster for every group that has a title, and for those without one that a known id has."""
        for cluster in self.known.with_titles({record.key for group in self.groups for record in group.records}):
            for record in cluster.records:
                self.index.add(cluster, record)
        left = [group for group in self.groups if not self._by_ledger(group) and not self._by_id(group)]
        for group in left:
            if any(record.key for record in group.records):
                self._by_title(group)

    def _put(self, group: Group, cluster: Cluster, reason: str) -> None:
        is_first = not cluster.slug and not cluster.places
        said = "the same id" if group.ids else "the same title, authors, year and venue"
        for place in group.places:
            self.of[place] = cluster
            self.reasons[place] = "" if is_first and place == group.places[0] else reason or said
        cluster.places += group.places
        for record in group.records:
            if record.key and record not in cluster.records and len(cluster.records) < MOST_RECORDS:
                cluster.records.append(record)
                self.index.add(cluster, record)

    def _by_ledger(self, group: Group) -> bool:
        slugs = sorted({self.hints[place] for place in group.places if place in self.hints})
        cluster_of_hint = next((cluster for slug in slugs if (cluster := self.known.named(slug))), None)
        # Entries that a person has told apart keep their papers, although they have one title.
        if cluster_of_hint and len(slugs) > 1:
            for place in group.places:
                hinted = self.known.named(self.hints[place]) if place in self.hints else None
                self.of[place] = hinted or cluster_of_hint
                self.reasons[place] = "the same listing"
            return True
        if cluster_of_hint:
            self._put(group, cluster_of_hint, "the same listing")
        return cluster_of_hint is not None

    def _by_id(self, group: Group) -> bool:
        for strong in sorted(group.ids):
            cluster = self.known.with_id(strong)
            if not cluster:
                continue
            if all(_may_share_an_id(cluster.records, record) for record in group.records):
                self._put(group, cluster, f"the same {strong[0]} id")
                return True
            self.refused += [(place, *strong) for place in group.places]
        return False

    def _by_title(self, group: Group) -> None:
        compared = [(cluster, *cluster.compare(group)) for cluster in self.index.with_titles_of(group)]
        same = [(cluster, reason) for cluster, verdict, reason in compared if verdict is Verdict.SAME]
        best = _best(same, group)
        if best:
            self._put(group, *best)
            return
        cluster = Cluster()
        self.new.append(cluster)
        self._put(group, cluster, "")
        ties = [(other, "several papers have this title") for other, _ in same]
        unsure = [(other, reason) for other, verdict, reason in compared if verdict is Verdict.UNSURE]
        self.unsure += [(cluster, other, reason) for other, reason in [*ties, *unsure][:MOST_UNSURE]]


def _best(same: Sequence[tuple[Cluster, str]], group: Group) -> tuple[Cluster, str] | None:
    """The one that agrees most, known ones first; None where several agree as much."""
    for rank in range(3):
        first = [one for one in same if one[0].rank == rank]
        if len(first) == 1:
            return first[0]
        if first:
            some = [(cluster.strength(group), cluster, reason) for cluster, reason in first]
            most = max(strength for strength, _, _ in some)
            best = [(cluster, reason) for strength, cluster, reason in some if strength == most]
            return best[0] if len(best) == 1 else None
    return None


class _Index:
    """Clusters by titles, with and without authors; how many one key leads to is bounded."""

    def __init__(self) -> None:
        self.clusters: dict[tuple[object, ...], list[Cluster]] = defaultdict(list)

    def add(self, cluster: Cluster, record: Record) -> None:
        """Makes a cluster findable by one of its records."""
        for key in _keys(record, *(("title",) if record.people else ("title", "no author"))):
            some = self.clusters[key]
            if len(some) < MOST_COMPARED and not any(one is cluster for one in some):
                some.append(cluster)

    def with_titles_of(self, group: Group) -> list[Cluster]:
        """Clusters that may be one with a group because of a title."""
        clusters: dict[int, Cluster] = {}
        for record in group.records:
            for key in _keys(record, "no author" if record.people else "title"):
                clusters |= {id(cluster): cluster for cluster in self.clusters.get(key, ())}
        return [*clusters.values()][: 4 * MOST_COMPARED]


def _keys(record: Record, *kinds: str) -> list[tuple[object, ...]]:
    """By which records of one paper are found: the title with each author, alone by these kinds, and all that they
    say."""
    authors, titles = (("author", record.key, one) for one in record.people), ((kind, record.key) for kind in kinds)
    return [*authors, *titles, (record.key, record.year, record.publication, record.text)]


class _Known:
    """Clusters of what the wiki knows, made where they are asked for."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self.clusters: dict[Slug, Cluster] = {}
        self.printed: dict[str, set[Slug]] = defaultdict(set)
        """Papers by titles that listings printed, whatever they are called now."""
        for listing in wiki.listings.values():
            for line in listing.entries:
                if line.paper and line.title:
                    self.printed[title_key(line.title)].add(wiki.resolve(line.paper) or line.paper)
        self.excluded_by_key: dict[str, set[Slug]] = defaultdict(set)
        self.excluded_by_id: dict[tuple[str, str], Slug] = {}
        for excluded in wiki.excluded:
            self.excluded_by_key[title_key(excluded.title)].add(excluded.paper)
            self.excluded_by_id |= dict.fromkeys(strong_ids(excluded.ids.items()), excluded.paper)

    def named(self, name: Slug) -> Cluster | None:
        """The cluster of a slug that is or was a paper's."""
        slug = self.wiki.resolve(name) or name
        if slug in self.clusters:
            return self.clusters[slug]
        if slug in self.wiki.papers:
            paper = self.wiki.papers[slug]
            keys = [paper.title, *paper.also_titled]
            cluster = Cluster(slug, "", [evidence.of_paper(paper, title) for title in keys[:MOST_RECORDS]])
        elif slug in self.wiki.exclusions:
            excluded = self.wiki.exclusions[slug]
            record = evidence.of_entry(Entry(excluded.title, None, 1, ids=excluded.ids))
            cluster = Cluster(slug, excluded.reason, [record])
        elif slug in self.wiki.removed:
            record = evidence.of_entry(Entry(self.wiki.removed[slug], None, 1))
            cluster = Cluster(slug, REMOVED, [record])
        else:
            return None
        self.clusters[slug] = cluster
        return cluster

    def with_id(self, strong: tuple[str, str]) -> Cluster | None:
        """The paper with this id; one that is here before one that is not wanted."""
        slugs = self.wiki.slugs_by_id.get(strong, ())
        slug = slugs[0] if slugs else self.excluded_by_id.get(strong)
        return self.named(slug) if slug else None

    def with_titles(self, keys: set[str]) -> Iterator[Cluster]:
        """What the wiki knows by any of these titles, in the order of the slugs; each with a record by that title."""
        slugs: dict[Slug, set[str]] = defaultdict(set)
        for key in sorted(keys - {""}):
            for slug in (*self.wiki.slugs_by_title_key.get(key, ()), *self.printed.get(key, ())):
                slugs[slug].add(key)
            for slug in self.excluded_by_key.get(key, ()):
                slugs[slug].add(key)
        for slug in sorted(slugs):
            cluster = self.named(slug)
            if cluster:
                first = cluster.records[0]
                have = {record.key for record in cluster.records}
                cluster.records += [replace(first, key=key) for key in sorted(slugs[slug] - have)]
                yield cluster
