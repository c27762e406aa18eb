"""What sources said, applied: answers and the wiki in, texts of files, conflicts and candidates out; nothing is
written here.

Two records that agree with one paper and contradict each other are both questions, and so is one record that agrees
with two papers.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from litwiki.content.edit import Edit
from litwiki.content.people import orcid_item
from litwiki.curation import evidence, identity
from litwiki.curation.enrich.accept import judge
from litwiki.curation.enrich.fill import attributed, fields_of, fill_from, rank
from litwiki.curation.enrich.gathered import Answer, Gathered
from litwiki.curation.enrich.report import Report
from litwiki.curation.enrich.wanted import Manner, Wanted
from litwiki.curation.evidence import Verdict
from litwiki.curation.ingest import by_slug
from litwiki.curation.ingest.filling import ingested_digests, words_of
from litwiki.curation.ingest.keywords import Vocabulary
from litwiki.curation.ingest.new_papers import Writer
from litwiki.curation.ingest.offers import offer
from litwiki.curation.ingest.plan import Plan
from litwiki.model.entries import Entry, ListingHead, ListingReading, RawListing
from litwiki.model.ids import Slug, digest
from litwiki.model.index_rows import strong_ids
from litwiki.model.matches import Candidate, Conflict
from litwiki.model.people import name_key
from litwiki.model.records import Kept, Orcid, Paper
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki

RECORD = "record"
"""What a decision calls the whole of a record that was turned down for a paper."""


def record_digest(candidate: Candidate) -> str:
    """What a decision remembers of a record: its ids, or its title and authors."""
    entry = candidate.entry
    ids = sorted(f"{kind}:{value}" for kind, value in strong_ids(entry.ids.items()))
    return digest(" ".join(ids) or f"{entry.title} / {'; '.join(entry.authors)}")


UNKNOWN = Paper(Slug(""), "")
"""What was known of a paper that is new."""


class Changes:
    """Collects the changes of a run."""

    def __init__(self, wiki: Wiki, manner: Manner) -> None:
        self.wiki, self.manner, self.edit = wiki, manner, Edit(wiki)
        self.ingested = ingested_digests(wiki)
        """Digests of what listings gave."""
        self.differing: dict[tuple[Slug, str, str], Conflict] = {}
        """What a person must settle, each once, whoever says it."""
        self.candidates: list[Candidate] = []
        self.filled: dict[Slug, dict[str, str]] = {}
        """Fields that were filled, each with who said it."""
        self.born: list[Slug] = []
        self.taken: list[tuple[Paper, Entry, str]] = []
        """Papers with the records that were taken for theirs, and who said these."""
        self.ids: set[tuple[str, str]] = set()
        """Strong ids that papers have got."""

    def fill(self, gathered: Gathered) -> None:
        """Fills papers by what was accepted; the rest are questions."""
        places = Counter(
            one.place for answers in gathered.accepted.values() for one in answers if not one.judgment.has_id
        )
        for slug in sorted({*gathered.accepted, *gathered.unsure} & self.wiki.papers.keys()):
            accepted, doubtful = _agreeing(gathered.accepted.get(slug, ()))
            shared = [one for one in accepted if not one.judgment.has_id and places[one.place] > 1]
            for answer in doubtful:
                self._ask(slug, answer, "several records agree with it")
            for answer in shared:
                self._ask(slug, answer, "two papers of this wiki have this title")
            taken = [one for one in accepted if one not in shared]
            for answer in sorted(reconciled(taken), key=_order):
                self.fill_paper(slug, answer)
            for answer in () if taken else gathered.unsure.get(slug, ()):
                self._ask(slug, answer, answer.judgment.reason)

    def fill_paper(self, slug: Slug, answer: Answer) -> None:
        stored, manner, path = self.edit.paper(slug), self.manner, f"papers/{slug}.md"
        document = self.edit.document(path)
        filled = fill_from(
            stored,
            answer.entry,
            answer.who,
            document,
            only="" if manner.only == "pending" else manner.only,
            abstracts=self.wiki.config.abstracts == "keep",
            update=manner.update,
            ingested=self.ingested.get(slug, {}),
        )
        for name, ours, theirs in filled.conflicts:
            if Kept(slug, name, digest(theirs)) not in self.wiki.kept:
                one = Conflict(slug, name, ours, theirs, answer.path, answer.entry.line)
                self.differing.setdefault((slug, name, theirs), one)
        if filled.document.text != document.text:
            self.edit.create(path, filled.document.text)
            self.filled.setdefault(slug, {}).update(dict.fromkeys(filled.fields, answer.who))
            self.ids |= {*strong_ids(self.edit.paper(slug).ids.items())}
        if manner.only in {"", "authors"}:
            self.taken.append((self.edit.paper(slug), answer.entry, answer.who))
        if not manner.only:
            self.edit.changes |= words_of(self.wiki, slug, answer.entry.abstract)

    def name_people(self) -> None:
        """Adds whose ORCIDs the records gave to `content/people.yml`, each for a name on the papers that have it.

        What that file says already of a name and a paper stays: a person may have corrected it. A number of a name that
        a paper does not print is no author's.
        """
        known = self.wiki.names
        answered = {(name_key(one.name), slug) for one in known.orcids for slug in one.papers}
        answered |= {(name_key(one.name), slug) for one in known.different for slug in one.papers}
        everywhere = {name_key(one.name) for one in known.orcids if not one.papers}
        papers_by_orcid: dict[tuple[str, str, str], set[Slug]] = defaultdict(set)
        for paper, entry, who in self.taken:
            numbers = {name_key(name): number for name, number in entry.orcids.items()}
            for printed in paper.authors if numbers else ():
                key = name_key(printed)
                if key in numbers and key not in everywhere and (key, paper.slug) not in answered:
                    answered.add((key, paper.slug))
                    papers_by_orcid[printed, numbers[key], who].add(paper.slug)
        for (name, number, who), papers in sorted(papers_by_orcid.items()):
            self.edit.name("orcid", orcid_item(Orcid(name, number, tuple(sorted(papers)), who)))

    def _ask(self, slug: Slug, answer: Answer, reason: str) -> None:
        candidate = Candidate(slug, answer.entry, answer.who, answer.path, reason)
        if Kept(slug, RECORD, record_digest(candidate)) not in self.wiki.kept:
            self.candidates.append(candidate)

    # --- papers that waited ----------------------------------------------------------------------------

    def births(self, gathered: Gathered) -> None:
        """Makes papers of waiting ids; a record that is about a known paper fills that one."""
        groups = [reconciled(answers) for _, answers in sorted(gathered.born.items())]
        answers = [some[0] for some in groups]
        reading = ListingReading(
            RawListing(answers[0].path if answers else "", "", ""),
            ListingHead("enrichment"),
            tuple(answer.entry for answer in answers),
            (),
        )
        identified = identity.match([reading], self.wiki)
        wanted = by_slug(match for match in identified.matches if not match.excluded)
        offers = {slug: offer(slug, matches) for slug, matches in wanted.items()}
        plan = Plan(self.wiki, [reading], Vocabulary(self.wiki))
        first = [one for slug, one in offers.items() if wanted[slug][0].is_new]
        new = [(one.paper, plan.vocabulary.topics_of(one.keywords)) for one in first]
        for one, file in zip(first, Writer.of(self.wiki, new, plan.added).write(new), strict=True):
            plan.paper(one, wanted[one.paper.slug], file)
            self.born.append(one.paper.slug)
        self.edit.changes |= plan.changes
        for slug in self.born:
            answer, paper = answers[wanted[slug][0].position], self.edit.paper(slug)
            written = attributed(paper, self.edit.document(f"papers/{slug}.md"), fields_of(paper), answer.who)
            self.edit.create(f"papers/{slug}.md", written.text)
            self.taken.append((paper, answer.entry, answer.who))
        for slug, matches in wanted.items():
            for match in matches if gathered.asked or slug not in self.born else ():
                self._fill_known(slug, sorted(groups[match.position], key=_order))
        plan.ids |= self.ids
        plan.changes = {}
        plan.pending(())
        self.edit.changes |= plan.changes

    def _fill_known(self, slug: Slug, answers: Sequence[Answer]) -> None:
        """Fills a paper that was there without the id that waited."""
        for answer in answers:
            judgment = judge(self.edit.paper(slug), answer.entry, vouched=self.manner.vouched)
            if judgment.verdict is Verdict.SAME:
                self.fill_paper(slug, answer)
            else:
                self._ask(slug, answer, judgment.reason)

    def report(self, wanted: Wanted, gathered: Gathered) -> Report:
        answered, filled = {*gathered.accepted, *gathered.unsure}, dict(sorted(self.filled.items()))
        slugs = dict.fromkeys((*filled, *self.born))
        changed = [(self.wiki.papers.get(slug, UNKNOWN), self.edit.paper(slug)) for slug in slugs]
        born = {slug: {name: one.who for name, one in self.edit.paper(slug).sources.items()} for slug in self.born}
        return Report(
            asked=len(wanted.papers),
            waited=len(wanted.pending),
            records=gathered.records,
            filled=filled,
            born=tuple(self.born),
            conflicts=tuple(self.differing.values()),
            candidates=tuple(self.candidates),
            unknown=tuple(slug for slug in wanted.papers if slug not in answered),
            still_waiting=tuple(one.id for one in wanted.pending if one.id not in gathered.born),
            rejected=tuple(gathered.rejected),
            written=tuple(sorted(f"content/{path}" for path in self.edit.changes)),
            is_dry=self.manner.is_dry,
            published=tuple(
                now.slug
                for before, now in changed
                if "arxiv" in now.ids and now.publication.venue and not before.publication.venue
            ),
            marked={now.slug: now.status.kind for before, now in changed if now.status and now.status != before.status},
            sources={slug: born.get(slug, {}) | filled.get(slug, {}) for slug in sorted({*born, *filled})},
            queries=dict(gathered.asked),
            put_off=dict(gathered.put_off),
        )


def _order(answer: Answer) -> tuple[int, tuple[str, int]]:
    """Those of the best source come first, then the order is that of their files."""
    return rank(answer.who), answer.place


def reconciled(answers: Sequence[Answer]) -> list[Answer]:
    """Records of a preprint and of its published version, each with what it may say where there are both.

    The paper's year is that of its first appearance; type and day are those of the publication.
    """
    places = [(one, one.entry.publication) for one in answers]
    preprints = [one for one, place in places if place.type == "preprint" and not place.venue and one.entry.year]
    published = [one for one, place in places if place.type not in {"", "preprint"} and place.venue]
    if not preprints or not published:
        return list(answers)
    first = min(one.entry.year or 0 for one in preprints)
    records = []
    for one in answers:
        entry = one.entry
        publication = entry.publication
        if one in published and entry.year and entry.year > first:
            dated = replace(publication, date=publication.date or str(entry.year))
            entry = replace(entry, year=None, publication=dated)
        elif one in preprints:
            entry = replace(entry, publication=replace(publication, type="", date=""))
        records.append(replace(one, entry=entry))
    return records


def _agreeing(answers: Sequence[Answer]) -> tuple[list[Answer], list[Answer]]:
    """Accepted records that do not contradict each other, and those that do: of these nobody knows which is right.

    What an id proves is right; a record with another id that only its title speaks for is not asked about then.
    """
    certain = [one for one in answers if one.judgment.has_id]
    by_title = [one for one in answers if not one.judgment.has_id]
    records = {one.place: evidence.of_entry(one.entry) for one in answers}

    def contradict(one: Answer, other: Answer) -> bool:
        ours, theirs = records[one.place], records[other.place]
        return bool(evidence.other_id(ours, theirs)) or evidence.share_an_author(ours, theirs) is False

    by_title = [one for one in by_title if not any(contradict(one, other) for other in certain)]
    doubtful = [one for one in by_title if any(contradict(one, other) for other in by_title if other is not one)]
    return [*certain, *(one for one in by_title if one not in doubtful)], doubtful
