// Which papers a query admits at all: filters, exclusions and phrases in, a test of slots out.
"use strict";

/** @typedef {{ topics: [string, string, string, string][], years: [string, string][],
 *   listings: [string, string, string][], venues: [string, string, string][], code: string }} Facets  Slots are packed as `risingOf` reads them. */
/** @typedef {(slot: number) => boolean} Test */

const LitwikiNarrow = (() => {
  /** @type {Facets} */
  const NONE = { topics: [], years: [], listings: [], venues: [], code: "" };

  /** @param {LitwikiIndex} index @returns {Promise<Facets>} */
  const facets = async (index) =>
    (await index.part("facets", (/** @type {Facets} */ found) => found)) ?? NONE;

  /** @param {string} text @returns {string} */
  const plain = (text) => LitwikiWords.folded(text).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  /** The slots that a filter admits; none where it names nothing. @param {LitwikiIndex} index @param {string} field @param {string} value */
  const admitted = async (index, field, value) => {
    if (field === "author") {
      const names = LitwikiWords.words(LitwikiWords.folded(value)).map((word) => "author:" + word.toLowerCase());
      const lists = await Promise.all(names.map(async (name) => (await index.postings(name)) ?? index.postings(name.replaceAll("-", ""))));
      const [first, ...rest] = lists.map((list) => new Set(list?.list.slots ?? []));
      return new Set([...(first ?? [])].filter((slot) => rest.every((list) => list.has(slot))));
    }
    const { topics, years, listings, venues, code } = await facets(index);
    const wanted = plain(value);
    /** @type {string[]} */
    let packed = [];
    if (field === "has") packed = wanted === "code" ? [code] : [];
    if (field === "topic") {
      const named = topics.filter(([id, name]) => [plain(id), plain(name)].includes(wanted));
      const chosen = named.length ? named : topics.filter(([, name, group]) => plain(group) === wanted || plain(name).startsWith(wanted));
      packed = chosen.map((topic) => topic[3]);
    }
    if (field === "listing" || field === "venue") {
      const known = field === "listing" ? listings : venues;
      const named = known.filter(([id]) => plain(id) === wanted);
      packed = (named.length ? named : known.filter(([, title]) => plain(title).includes(wanted))).map((one) => one[2]);
    }
    if (field === "year") {
      const [from = "", to = from] = value.split(/\.\.|[-–]/);
      packed = years.filter(([year]) => year >= (from || "0") && year <= (to || "9999")).map((year) => year[1]);
    }
    return new Set(packed.flatMap((text) => LitwikiParts.risingOf(text)));
  };

  /** The slots that have all terms of a text in some spelling, from their lists. @param {LitwikiIndex} index @param {string} text */
  const withAll = async (index, text) => {
    const { words } = index;
    const terms = words.words(words.folded(text)).flatMap((word) => {
      const own = LitwikiWords.isUnspaced(word)
        ? words.queryTerms(word).filter((term) => [...term].length < 3 || !LitwikiWords.isUnspaced(term))
        : words.termsOf(word).concat(words.indexTerms(word).slice(0, 1));
      const variants = LitwikiVariants.terms(word, words);
      return [...new Set(own)].map((term) => [term, ...(variants.get(term) ?? [])]);
    });
    const sets = terms.map(async (spellings) => {
      const lists = await Promise.all(spellings.map((term) => index.allSlots(term)));
      return new Set(lists.flatMap((slots) => [...slots]));
    });
    const [first, ...rest] = (await Promise.all(sets)).sort((a, b) => a.size - b.size);
    return new Set([...(first ?? [])].filter((slot) => rest.every((set) => set.has(slot))));
  };

  /**
   * The test of a query, before any text is looked at, and the slots that its filters name.
   * @param {LitwikiIndex} index @param {Query} query
   */
  const test = async (index, query) => {
    /** @type {Map<string, Set<number>[]>} */
    const filters = new Map();
    for (const { field, value } of query.filters)
      filters.set(field, [...(filters.get(field) ?? []), await admitted(index, field, value)]);
    const phrases = await Promise.all(query.phrases.map((phrase) => withAll(index, phrase)));
    const without = await Promise.all(query.without.map((text) => withAll(index, text)));
    // Two topics are both wanted, while a paper has one year: values of other fields are alternatives.
    /** @type {Test} */
    const test = (slot) =>
      [...filters].every(([field, sets]) =>
        field === "topic" || field === "author" ? sets.every((set) => set.has(slot)) : sets.some((set) => set.has(slot)),
      ) &&
      phrases.every((slots) => slots.has(slot)) &&
      !without.some((slots) => slots.has(slot));
    const named = new Set([...filters.values()].flat().flatMap((slots) => [...slots]));
    return { test, named };
  };

  /** The words of a text, hyphens or none; letters of scripts without spaces are words. @param {string} text */
  const flat = (text) =>
    [...plain(text)].map((letter) => (LitwikiWords.isUnspaced(letter) ? ` ${letter} ` : letter)).join("").split(" ").filter((word) => word);

  /** Whether some words stand side by side in a text, in any spelling of each. @param {string[]} text @param {string} phrase */
  const hasPhrase = (text, phrase) => {
    const wanted = flat(phrase).map((word) => new Set([word, ...LitwikiVariants.of(word)]));
    return text.some((_, at) => wanted.every((spellings, i) => spellings.has(text[at + i] ?? "")));
  };

  /** Whether a record's own text has the phrases of a query and nothing it excludes. @param {Query} query @param {string} text */
  const isSaid = (query, text) => {
    const said = flat(text);
    return query.phrases.every((phrase) => hasPhrase(said, phrase)) && !query.without.some((words) => hasPhrase(said, words));
  };

  return { facets, test, isSaid, plain };
})();
