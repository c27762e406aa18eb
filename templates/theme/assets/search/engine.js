// Ranks papers for a query: an index and a query in, slots with scores out. Knows nothing of pages.
//
// A paper's score is the sum of two z-scores: BM25 over the words of the query, and how near its vector is to that
// of the query. docs/decisions/030 has the measurements behind every number here.
"use strict";

/** @typedef {{ slot: number, score: number, near: boolean }} Hit  `near`: it has none of the words, only their meaning. */
/** @typedef {{ hits: Hit[], headings: number[], matched: string[], meant: string | null }} Found
 *   `headings` are slots of topics and listings; `matched` the terms that papers were found by; `meant` the query with
 *   its spelling corrected, where it was searched for that. */
/** @typedef {{ term: string, weight: number, word: number }} Wanted  A term, how much it counts, the word it is for. */
/** @typedef {Awaited<ReturnType<typeof LitwikiParts.open>> & {}} Index */

const LitwikiEngine = (() => {
  const K1 = 1.2;
  const NEAR = 0.7; // weight of the z-score of meaning
  const PROBES = 3; // clusters of papers that are looked at
  const EXPANSIONS = 8; // words that a beginning stands for
  const MOST = 100; // hits; what ranks below has little to do with the query
  const JOINED = 0.7;
  const PIECE = 0.35;
  const PREFIX = 0.8;
  const CORRECTED = 0.8;

  /** Letters to insert, delete, replace or swap, counted up to `most` + 1. @param {string} a @param {string} b @param {number} most */
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = new Uint8Array(b.length + 1);
    let row = Uint8Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = new Uint8Array(b.length + 1);
      let least = (next[0] = i);
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        next[j] = cost;
        least = Math.min(least, cost);
      }
      if (least > most) return most + 1;
      before = row;
      row = next;
    }
    return row[b.length] ?? most + 1;
  };

  /** Wrong letters that a word may have. @param {string} word */
  const slack = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  /** The terms that the words of a query ask for. @param {string[]} words @param {Words} language @returns {Wanted[]} */
  const wantedTerms = (words, language) => {
    /** @type {Wanted[]} */
    const wanted = [];
    words.forEach((word, number) => {
      const terms = language.indexTerms(word);
      const base = language.termsOf(word);
      const isNumber = !base.length && terms.length;
      for (const term of terms) {
        const weight = base.includes(term) || isNumber ? 1 : base.length > 1 ? JOINED : PIECE;
        wanted.push({ term, weight, word: number });
      }
      if (terms.length) wanted.push({ term: language.nameTerm(word), weight: 1, word: number });
      const next = words[number + 1];
      if (next && !language.isStopWord(word) && !language.isStopWord(next) && word.length + next.length < 25) {
        wanted.push({ term: language.stem(language.nameTerm(word + next).slice(1)), weight: JOINED, word: -1 });
        wanted.push({ term: language.nameTerm(word + next), weight: 1, word: -1 });
      }
    });
    if (words.length > 2) wanted.push({ term: language.nameTerm(words.join("")), weight: 1, word: -1 });
    const known = wanted.filter(({ term }) => !term.startsWith("="));
    if (!known.length) words.forEach((word, n) => wanted.push({ term: "_" + word.toLowerCase(), weight: 1, word: n }));
    return wanted;
  };

  /**
   * What a word that is in no paper may mean: words that begin with it while it is typed, else a near spelling, else two words.
   * @param {Index} index @param {string} word @param {boolean} open
   * @returns {Promise<{ terms: string[], weight: number, shown: string | null }>}
   */
  const guess = async (index, word, open) => {
    const { words: language } = index;
    const typed = word.toLowerCase();
    const near = await index.termsNear(typed);
    if (open && typed.length > 1) {
      const begun = [...near].filter(([term, { shown }]) => !/^[=_]|:/.test(term) && (shown.startsWith(typed) || term.startsWith(typed)));
      begun.sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
      if (begun.length) return { terms: begun.slice(0, EXPANSIONS).map(([term]) => term), weight: PREFIX, shown: null };
    }
    const most = slack(typed);
    if (!most) return { terms: [], weight: 0, shown: null };
    const stem = language.stem(typed);
    /** @type {{ term: string, shown: string, cost: number }[]} */
    const candidates = [];
    /** @param {string} term @param {string} shown @param {number} often */
    const consider = (term, shown, often) => {
      const apart = Math.min(distance(typed, shown, most), distance(stem, term, most));
      if (apart <= most) candidates.push({ term, shown, cost: apart + (shown[0] === typed[0] ? 0 : 0.5) - often / 20 });
    };
    for (const [term, { count, shown }] of near) if (!/^[=_]|:/.test(term)) consider(term, shown, Math.min(9, Math.log2(count)));
    const spellings = await index.spellings();
    for (const [shown, often] of spellings)
      if (Math.abs(shown.length - typed.length) <= most + 3) consider(language.stem(shown), shown, often);
    const best = candidates.sort((a, b) => a.cost - b.cost || (a.term < b.term ? -1 : 1))[0];
    for (let i = 2; i <= typed.length - 2; i++) {
      const [left, right] = [typed.slice(0, i), typed.slice(i)];
      const both = [left, right].map((half) => spellings.get(half) ?? ((near.get(language.stem(half))?.count ?? 0) > 1 ? 1 : 0));
      if (both[0] && both[1] && (!best || best.cost > 0.9))
        return { terms: [language.stem(left), language.stem(right)], weight: 1, shown: `${left} ${right}` };
    }
    return best ? { terms: [best.term], weight: CORRECTED, shown: best.shown } : { terms: [], weight: 0, shown: null };
  };

  /** z-scores need the mean and the spread over all papers. @param {number} sum @param {number} squares @param {number} count */
  const moments = (sum, squares, count) => {
    const mean = sum / count;
    return { mean, spread: Math.sqrt(Math.max(squares / count - mean * mean, 1e-12)) };
  };

  /**
   * Cosines of the papers whose clusters are near the query, as z-scores; null where no word of it has a meaning.
   * @param {Index} index @param {Map<string, number>} terms @returns {Promise<Map<number, number> | null>}
   */
  const meaning = async (index, terms) => {
    const { head } = index;
    const query = new Float32Array(head.dimensions);
    const vectors = await Promise.all([...terms.keys()].map((term) => index.termVector(term)));
    [...terms.values()].forEach((weight, i) => vectors[i]?.forEach((value, d) => (query[d] += weight * value)));
    const length = Math.hypot(...query);
    if (length < 1e-6) return null;
    /** @param {Float32Array} vector */
    const cosine = (vector) => vector.reduce((sum, value, d) => sum + value * query[d], 0) / length;
    const nearest = index.centres.map((centre, number) => ({ number, cosine: cosine(centre) }));
    nearest.sort((a, b) => b.cosine - a.cosine || a.number - b.number);
    const asked = index.centres.length <= PROBES + 2 ? nearest : nearest.slice(0, PROBES);
    const clusters = await Promise.all(asked.map(({ number }) => index.cluster(number)));
    const mean = cosine(index.mean);
    const spread = Math.sqrt(query.reduce((sum, value, d) => sum + value * value * head.spread[d], 0)) / length;
    const found = new Map();
    for (const { slot, vector } of clusters.flat()) found.set(slot, (cosine(vector) - mean) / Math.max(spread, 1e-6));
    return found;
  };

  /** @param {Index} index @param {Query} query @returns {Promise<Found>} */
  const search = async (index, query) => {
    const { words: language, head } = index;
    const typed = [...query.words, ...query.phrases].flatMap((text) => language.words(language.folded(text)));
    let wanted = wantedTerms(typed, language);
    const lists = new Map();
    /** @param {Wanted[]} more */
    const fetch = (more) =>
      Promise.all(more.map(async ({ term }) => lists.has(term) || lists.set(term, await index.postings(term))));
    await fetch(wanted);
    const meant = [...typed];
    for (const [number, word] of typed.entries()) {
      const own = wanted.filter((w) => w.word === number && !w.term.startsWith("="));
      if (!own.length || own.some(({ term }) => lists.get(term)) || lists.get(language.nameTerm(word))) continue;
      const { terms, weight, shown } = await guess(index, word, query.open && number === typed.length - 1);
      const more = terms.map((term) => ({ term, weight, word: number }));
      wanted = wanted.concat(more);
      if (shown) meant[number] = shown;
      await fetch(more);
    }
    const scores = new Float32Array(2 ** head.bits);
    const touched = new Set();
    /** @type {Map<string, number>} */
    const meanings = new Map();
    for (const { term, weight, word } of wanted) {
      const list = lists.get(term);
      if (word >= 0 && !/^[=_]/.test(term) && weight >= PREFIX) meanings.set(term, Math.max(meanings.get(term) ?? 0, weight));
      if (!list) continue;
      const idf = Math.log(1 + (head.papers - list.count + 0.5) / (list.count + 0.5));
      for (let i = 0; i < list.slots.length; i++) {
        const slot = list.slots[i];
        scores[slot] += (weight * idf * list.weights[i] * (K1 + 1)) / (list.weights[i] + K1);
        touched.add(slot);
      }
    }
    const headings = [...touched].filter((slot) => index.others.has(slot)).sort((a, b) => scores[b] - scores[a] || a - b);
    const papers = [...touched].filter((slot) => !index.others.has(slot));
    let sum = 0;
    let squares = 0;
    for (const slot of papers) {
      sum += scores[slot];
      squares += scores[slot] ** 2;
    }
    const words = moments(sum, squares, Math.max(1, head.papers));
    const meant2 = await meaning(index, meanings);
    /** @type {Hit[]} */
    const hits = [];
    for (const slot of new Set([...papers, ...(meant2?.keys() ?? [])])) {
      const score = (scores[slot] - words.mean) / words.spread + NEAR * (meant2?.get(slot) ?? 0);
      hits.push({ slot, score, near: !scores[slot] });
    }
    hits.sort((a, b) => b.score - a.score || a.slot - b.slot);
    return {
      hits: hits.slice(0, MOST),
      headings: headings.slice(0, 3),
      matched: wanted.filter(({ term }) => lists.get(term) && !/^[=_]/.test(term)).map(({ term }) => term),
      meant: meant.some((word, i) => word !== typed[i]) ? meant.join(" ") : null,
    };
  };

  return { search, distance };
})();
