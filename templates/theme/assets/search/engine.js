// Ranks papers for a query: an index and a query in, slots with scores out. Knows nothing of pages.
//
// A paper's score is the sum of two z-scores: BM25 over the words of the query, and how near its vector is to that
// of the query. docs/decisions/030 has the measurements behind the numbers here.
"use strict";

/** @typedef {{ slot: number, score: number, near: boolean }} Hit  `near`: it has none of the words, only their meaning. */
/** @typedef {{ hits: Hit[], good: number, total: number, isCut: boolean, problems: Problem[], headings: number[],
 *   matched: Map<string, number>, meant: string | null }} Found  The first `good` hits are worth a look, of `total` papers
 *   that have a word of the query, or more than that where `isCut`. `headings` are slots of topics and listings; `matched` says how rare each term is that papers were found by;
 *   `meant` is the query as its words were corrected, null where none was. */
/** @typedef {{ term: string, weight: number, word: number, pair?: number, others?: string[] }} Wanted  A term, how much it
 *   counts, the word that it is for, or -1; `pair` is the first of two words that it joins, `others` are terms that stand
 *   for the same word spelled otherwise. */
/** @typedef {Wanted & { others: string[], list: TermList | null }} Looked  `others` are those that papers have. */

const LitwikiEngine = (() => {
  const K1 = 1.2; // how soon more of a word adds nothing
  const NEAR = 0.7; // weight of the z-score of meaning
  const PROBES = 2; // clusters of papers that are looked at
  const FEEDS = 4; // papers whose meaning is added to that of the query
  const MOST = 1000; // hits
  // The share of the best score that a good match has: over the development queries about as many papers are above it as are
  // right (topical: 12.2 and 10.5; precision 0.75, recall 0.85).
  const GOOD = 0.5;
  const FEW = 8; // hits that nobody needs divided
  const MOST_NEAR = 10; // hits by meaning alone
  const NEAR_ENOUGH = 1.5; // their least z-score
  const TOPICS = 3; // topics whose papers get a share of what their topic scores,
  const SHARE = 0.5; // which is this
  const JOINED = 0.7;
  const PIECE = 0.35;
  const VAGUE = 0.3;
  // What a question is made of beside its subject; in a title such words mean something.
  const VAGUE_WORDS = new Set(
    `able again always another anyone anything away back best better can't choose come different don't else ever every
    everything exactly find get give given go good great happen help instead know keep kind let like little look lot
    make many need never often one ones papers people pick please possible put really right say someone somebody
    something start still sure take tell thing things think try turn two want way ways whole work worse`.split(/\s+/),
  );

  /** The terms that the words of a query ask for. @param {string[]} words @param {Words} language @returns {Wanted[]} */
  const wantedTerms = (words, language) => {
    /** @type {Wanted[]} */
    const wanted = [];
    const known = words.filter((word) => language.indexTerms(word).length);
    const isQuestion = words.length > 3 && known.length < words.length - 1;
    words.forEach((word, number) => {
      const share = isQuestion && VAGUE_WORDS.has(word.toLowerCase()) ? VAGUE : 1;
      const terms = language.queryTerms(word);
      const base = language.termsOf(word);
      const variants = LitwikiVariants.terms(word, language);
      for (const term of terms) {
        const weight = base.includes(term) || term === terms[0] ? 1 : base.length > 1 ? JOINED : PIECE;
        wanted.push({ term, weight: share * weight, word: number, others: variants.get(term) });
      }
      if (terms.length && share === 1) wanted.push({ term: language.nameTerm(word), weight: 1, word: number });
      const next = words[number + 1];
      if (next && known.includes(word) && known.includes(next) && word.length + next.length < 25) {
        const name = language.nameTerm(word + next);
        const both = { word: -1, pair: number };
        wanted.push({ term: language.stem(name.slice(1)), weight: JOINED, ...both }, { term: name, weight: 1, ...both });
      }
    });
    if (words.length > 2) wanted.push({ term: language.nameTerm(words.join("")), weight: 1, word: -1 });
    // A title of such words can only be found by them.
    if (known.length < 2)
      words.forEach((word, number) => {
        if (!known.includes(word)) wanted.push({ term: "_" + word.toLowerCase(), weight: known.length ? PIECE : 1, word: number });
      });
    return wanted;
  };

  /** Terms of which a paper needs one, as one term. @param {TermList[]} lists @returns {TermList} */
  const either = (lists) => {
    /** @type {Map<number, number>} */
    const best = new Map();
    for (const { list } of lists)
      list.slots.forEach((slot, i) => best.set(slot, Math.max(best.get(slot) ?? 0, list.weights[i] ?? 0)));
    const count = Math.max(best.size, ...lists.map((list) => list.count));
    return { count, shown: "", list: { slots: Int32Array.from(best.keys()), weights: Float32Array.from(best.values()) } };
  };

  /** Mean and spread of `count` values, those that are not given being 0. @param {number[]} values @param {number} count */
  const moments = (values, count) => {
    let [sum, squares] = [0, 0];
    for (const value of values) {
      sum += value;
      squares += value ** 2;
    }
    const mean = sum / Math.max(1, count);
    return { mean, spread: Math.sqrt(Math.max(squares / Math.max(1, count) - mean ** 2, 1e-9)) };
  };

  /** @param {Float32Array} a @param {Float32Array} b @returns {number} */
  const product = (a, b) => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += /** @type {number} */ (a[i]) * /** @type {number} */ (b[i]);
    return sum;
  };

  /** The best of many slots, best first. @param {number[]} slots @param {(slot: number) => number} score @param {number} most */
  const best = (slots, score, most) => {
    // Sorting numbers is much faster than sorting objects, of which few are wanted.
    const scores = Float64Array.from(slots, score);
    const least = slots.length > most ? (scores.slice().sort()[slots.length - most] ?? 0) : -Infinity;
    /** @type {{ slot: number, score: number }[]} */
    const found = [];
    slots.forEach((slot, i) => {
      const own = scores[i] ?? 0;
      if (own >= least) found.push({ slot, score: own });
    });
    return found.sort((a, b) => b.score - a.score || a.slot - b.slot).slice(0, most);
  };

  /** Whether a query looks at every cluster of papers. @param {LitwikiIndex} index */
  const isSmall = (index) => index.centres.length <= PROBES + 1;

  /**
   * The vector of some terms, its length, and the papers of the clusters that are nearest to it, which load from now on;
   * null where no term has a meaning.
   * @param {LitwikiIndex} index @param {Map<string, number>} terms
   */
  const direction = async (index, terms) => {
    const query = new Float32Array(index.head.dimensions);
    const vectors = await Promise.all([...terms].map(async ([term, weight]) => ({ vector: await index.termVector(term), weight })));
    for (const { vector, weight } of vectors) vector?.forEach((value, d) => (query[d] = (query[d] ?? 0) + weight * value));
    const length = Math.hypot(...query);
    if (length < 1e-6) return null;
    const nearest = index.centres.map((centre, number) => ({ number, near: product(query, centre) }));
    nearest.sort((a, b) => b.near - a.near || a.number - b.number);
    const asked = isSmall(index) ? nearest : nearest.slice(0, PROBES);
    return { query, length, loading: Promise.all(asked.map(({ number }) => index.cluster(number))) };
  };

  /**
   * How near papers are to a query in meaning, as z-scores over the collection. The best papers so far, by `lead`, say more
   * about the query than its few words: their vectors are added to its own (Rocchio 1971, "Relevance feedback in
   * information retrieval").
   * @param {LitwikiIndex} index @param {Promise<Awaited<ReturnType<typeof direction>>>} wanted @param {(slot: number) => number} lead
   * @returns {Promise<Map<number, number> | null>}
   */
  const meaning = async (index, wanted, lead) => {
    const { head } = index;
    const found = await wanted;
    if (!found) return null;
    const { query, length } = found;
    const papers = (await found.loading).flat();
    const scores = () => {
      const mean = product(query, index.mean);
      const variance = query.reduce((sum, value, d) => sum + value ** 2 * (head.spread[d] ?? 0), 0);
      const spread = Math.max(Math.sqrt(variance), 1e-6);
      return papers.map(({ slot, vector }) => ({ slot, vector, z: (product(query, vector) - mean) / spread }));
    };
    const first = scores().map((paper) => ({ ...paper, score: lead(paper.slot) + NEAR * paper.z }));
    first.sort((a, b) => b.score - a.score || a.slot - b.slot);
    for (const { vector } of first.slice(0, FEEDS)) vector.forEach((value, d) => (query[d] = (query[d] ?? 0) + (length / FEEDS) * value));
    return new Map(scores().map(({ slot, z }) => [slot, z]));
  };

  /**
   * A term with its postings and those of the word's other spellings as far as papers have them.
   * @param {LitwikiIndex} index @param {Wanted} wanted @returns {Promise<Looked>}
   */
  const withVariants = async (index, { others = [], ...wanted }) => {
    const [own, ...lists] = await Promise.all([wanted.term, ...others].map((term) => index.postings(term)));
    const known = others.filter((_, i) => lists[i]);
    const all = /** @type {TermList[]} */ ([own, ...lists].filter((list) => list));
    return { ...wanted, others: known, list: all.length > 1 ? either(all) : (all[0] ?? null) };
  };

  /**
   * Terms with their postings, and what words were taken for that no paper has.
   * @param {LitwikiIndex} index @param {string[]} words @param {boolean} open
   */
  const look = async (index, words, open) => {
    const { words: language } = index;
    const found = await Promise.all(wantedTerms(words, language).map((wanted) => withVariants(index, wanted)));
    const meant = [...words];
    // `less` among other words is hardly the paper of that name; `LESS`, or the word alone, is.
    for (const wanted of found) {
      if (!wanted.term.startsWith("=") || wanted.word < 0) continue;
      const word = words[wanted.word] ?? "";
      const papers = found.find(({ word: number, list }) => number === wanted.word && list)?.list?.count ?? 0;
      if (word === word.toLowerCase() && words.length > 1 && papers > index.head.papers / 100) wanted.weight = PIECE;
    }
    for (const [number, word] of words.entries()) {
      const own = found.filter((wanted) => wanted.word === number);
      const count = own.reduce((sum, { list }) => sum + (list?.count ?? 0), 0);
      const isJoined = found.some(({ pair = -2, list }) => list && (pair === number || pair === number - 1));
      if (isJoined || !own.some(({ term }) => !term.startsWith("_"))) continue;
      if (!count) {
        const guess = await LitwikiSpelling.guess(index, word, open && number === words.length - 1);
        for (const terms of guess?.parts ?? []) {
          const lists = await Promise.all(terms.map((term) => index.postings(term)));
          const list = either(lists.filter((l) => l !== null));
          if (list.count) found.push({ term: terms[0] ?? "", weight: guess?.weight ?? 0, word: number, others: [], list });
        }
        if (guess?.shown) meant[number] = guess.shown;
      } else if (count < 4 && word.length > 5)
        for (const half of (await LitwikiSpelling.halves(index, word.toLowerCase())) ?? []) {
          const term = language.stem(half);
          found.push({ term, weight: PIECE, word: number, others: [], list: await index.postings(term) });
        }
    }
    return { found, meant: meant.some((word, i) => word !== words[i]) ? meant.join(" ") : null };
  };

  /**
   * Adds to the scores of papers that have words of the query a share of what the best of their topics scores: a topic
   * has few papers that say everything about it, and a name, a definition and keywords that curators chose (Liu and Croft
   * 2004, "Cluster-based retrieval using language models").
   * @param {LitwikiIndex} index @param {number[]} topics  best first @param {Float64Array} scores
   */
  const shareOfTopics = async (index, topics, scores) => {
    const members = await Promise.all(topics.map((topic) => index.allSlots(`topic:${topic}`)));
    const known = new Set();
    topics.forEach((topic, number) => {
      for (const slot of members[number] ?? []) {
        if (known.has(slot) || !scores[slot]) continue;
        known.add(slot);
        scores[slot] = (scores[slot] ?? 0) + SHARE * (scores[topic] ?? 0);
      }
    });
  };

  /** @param {LitwikiIndex} index @param {Query} query @returns {Promise<Found>} */
  const search = async (index, query) => {
    const { words: language, head } = index;
    const known = await LitwikiIds.slots(index, query);
    if (known.length) {
      const { test, problems } = await LitwikiNarrow.test(index, query);
      const hits = known.filter(test).map((slot) => ({ slot, score: 1, near: false }));
      return { hits, good: hits.length, total: hits.length, isCut: false, problems, headings: [], matched: new Map(), meant: null };
    }
    const typed = [...query.words, ...query.phrases].flatMap((text) => language.words(language.folded(text)));
    if (typed.length && isSmall(index)) for (const number of index.centres.keys()) void index.cluster(number);
    const [{ test, named, problems }, { found, meant }] = await Promise.all([LitwikiNarrow.test(index, query), look(index, typed, query.open)]);
    const scores = new Float64Array(2 ** head.bits);
    /** @type {Map<string, number>} */
    const meanings = new Map();
    /** @type {Map<string, number>} */
    const matched = new Map();
    for (const { term, weight, word, list, others } of found) {
      const isWord = !/^[=_]/.test(term);
      const spelled = [term, ...others];
      if (isWord && word >= 0 && (weight > JOINED || weight === VAGUE)) spelled.forEach((one) => meanings.set(one, weight / spelled.length));
      if (!list) continue;
      const rarity = Math.log(1 + (head.papers - list.count + 0.5) / (list.count + 0.5));
      if (isWord) spelled.forEach((one) => matched.set(one, weight * Math.max(rarity, 0)));
      const { slots, weights } = list.list;
      const factor = weight * Math.max(rarity, 0) * (K1 + 1);
      for (let i = 0; i < slots.length; i++) {
        const [slot, held] = [slots[i] ?? 0, weights[i] ?? 0];
        scores[slot] = (scores[slot] ?? 0) + (factor * held) / (held + K1);
      }
    }
    /** @param {number} slot */
    const scoreOf = (slot) => scores[slot] ?? 0;
    const headings = [...index.others].filter(scoreOf).sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
    const wanted = direction(index, meanings); // what it loads comes beside what topics load
    await shareOfTopics(index, headings.slice(0, TOPICS), scores);
    /** @type {number[]} */
    const papers = [];
    for (let slot = 0; slot < scores.length; slot++) if (scores[slot] && !index.others.has(slot)) papers.push(slot);
    const { mean, spread } = moments(papers.map(scoreOf), head.papers);
    const lead = (/** @type {number} */ slot) => (scoreOf(slot) - mean) / spread;
    const near = await meaning(index, wanted, lead);
    const alike = [...(near ?? [])].filter(([slot, z]) => z >= NEAR_ENOUGH && !scoreOf(slot)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    // Filters without words ask for all that they admit.
    const admitted = typed.length ? papers.concat(alike.slice(0, MOST_NEAR).map(([slot]) => slot)) : [...named];
    const rank = (/** @type {number} */ slot) => lead(slot) + NEAR * (near?.get(slot) ?? 0);
    const hits = best(admitted.filter(test), rank, MOST).map((hit) => ({ ...hit, near: typed.length > 0 && !scoreOf(hit.slot) }));
    const least = GOOD * (hits[0]?.score ?? 0);
    return {
      hits,
      good: typed.length && least > 0 && hits.length > FEW ? hits.filter(({ score }) => score >= least).length : hits.length,
      total: (typed.length ? papers : admitted).filter(test).length,
      isCut: found.some(({ list, weight }) => weight >= JOINED && list && list.count > list.list.slots.length),
      problems,
      headings: headings.filter((slot) => scoreOf(slot) > 0.75 * scoreOf(headings[0] ?? 0)).slice(0, 3),
      matched,
      meant,
    };
  };

  return { search };
})();
