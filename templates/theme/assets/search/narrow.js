// Which papers a query admits at all: filters, exclusions and phrases in, a test of slots out, and what is wrong with them.
"use strict";

/** @typedef {{ topics: [string, string, string, string][], years: [string, string][],
 *   listings: [string, string, string][], venues: [string, string, string][], code: string }} Facets  Slots are packed as `risingOf` reads them. */
/** @typedef {{ added: [string, string][], types: [string, string][], statuses: [string, string][] }} Fields */
/** @typedef {(slot: number) => boolean} Test */
/** @typedef {{ said: string, instead: { from: string, to: string }[] }} Problem  What is wrong with a query, in words, and pieces of
 *   it to put another in place of. */
/** @typedef {{ slots: Set<number> | null, problem?: Problem }} Admitted  Null where a filter says nothing that could be asked. */

const LitwikiNarrow = (() => {
  /** @type {Facets} */
  const NONE = { topics: [], years: [], listings: [], venues: [], code: "" };
  /** @type {Fields} */
  const NO_FIELDS = { added: [], types: [], statuses: [] };
  const RANGE = /^(?:(<=|>=|<|>|=)?(\d{4}(?:-\d\d(?:-\d\d)?)?)|(\d{4}(?:-\d\d(?:-\d\d)?)?)?(?:\.\.+|…)(\d{4}(?:-\d\d(?:-\d\d)?)?)?)$/;
  const YEARS = /^(\d{4})[-–](\d{4})$/;

  /** @param {LitwikiIndex} index @returns {Promise<Facets>} */
  const facets = async (index) =>
    (await index.part("facets", (/** @type {Facets} */ found) => found)) ?? NONE;

  /** @param {LitwikiIndex} index @returns {Promise<Fields>} */
  const fields = async (index) =>
    (await index.part("fields", (/** @type {Fields} */ found) => found)) ?? NO_FIELDS;

  /** @param {string} text @returns {string} */
  const plain = (text) => LitwikiWords.folded(text).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  /**
   * The test of days that a value asks for; null where it is none. Days are compared as far as they are written:
   * `>2026-03` begins in April.
   * @param {string} value @returns {((day: string) => boolean) | null}
   */
  const days = (value) => {
    const found = RANGE.exec(value.trim().replace(/[/.](?=\d\d(?:\D|$))/g, "-").replace(YEARS, "$1..$2"));
    if (!found) return null;
    const [, sign = "=", one, from = "", to = ""] = found;
    if (!one) return from || to ? (day) => day.slice(0, from.length) >= from && (!to || day.slice(0, to.length) <= to) : null;
    return (day) => {
      const own = day.slice(0, one.length);
      return sign === "=" ? own === one : sign.startsWith(">") ? own > one || (sign === ">=" && own === one) : own < one || (sign === "<=" && own === one);
    };
  };

  /** What to write in place of a value that nothing has: the names that are nearest to it. @param {string} value @param {string[]} known */
  const nearest = (value, known) => {
    const wanted = plain(value);
    const costs = known.map((one) => {
      const own = plain(one);
      const isPart = wanted.length > 2 && (own.includes(wanted) || own.split(" ").some((word) => word.length > 3 && wanted.includes(word)));
      return { one, cost: isPart ? 1 : LitwikiSpelling.distance(wanted, own, 2) };
    });
    return costs.filter(({ cost }) => cost < 3).sort((a, b) => a.cost - b.cost || a.one.length - b.one.length).slice(0, 3).map(({ one }) => one);
  };

  /** @param {Filter} filter @param {string} said @param {string[]} others values to offer @returns {Problem} */
  const problem = ({ field, not, piece }, said, others) => ({
    said,
    instead: others.map((other) => ({ from: piece, to: `${not ? "-" : ""}${field}:${other}` })),
  });

  /** The slots of the entries of a field that some values name. @param {[...string[], string][]} entries */
  const slotsOf = (entries) => new Set(entries.flatMap((entry) => LitwikiParts.risingOf(entry.at(-1) ?? "")));

  /** Papers by a word or more of their authors' names. @param {LitwikiIndex} index @param {Filter} filter @returns {Promise<Admitted>} */
  const byAuthor = async (index, filter) => {
    const names = LitwikiWords.words(LitwikiWords.folded(filter.value)).map((word) => "author:" + word.toLowerCase());
    const lists = await Promise.all(names.map(async (name) => (await index.postings(name)) ?? index.postings(name.replaceAll("-", ""))));
    const [first, ...rest] = lists.map((list) => new Set(list?.list.slots ?? []));
    const slots = new Set([...(first ?? [])].filter((slot) => rest.every((list) => list.has(slot))));
    if (filter.open && !slots.size) return { slots: null };
    return slots.size ? { slots } : { slots, problem: problem(filter, `No author here is called “${filter.value}”.`, []) };
  };

  /** Papers by what they are in: a topic, a listing, a venue. @param {LitwikiIndex} index @param {Filter} filter @returns {Promise<Admitted>} */
  const byName = async (index, filter) => {
    const { topics, listings, venues } = await facets(index);
    const wanted = plain(filter.value);
    const spellings = flat(filter.value).map((word) => new Set([word, ...LitwikiVariants.of(word)]));
    /** @type {[...string[], string][]} */
    const entries = filter.field === "topic" ? topics : filter.field === "listing" ? listings : venues;
    const isTopic = filter.field === "topic";
    const named = entries.filter(([id = "", name = ""]) => [plain(id), ...(isTopic ? [plain(name)] : [])].includes(wanted));
    const alike = entries.filter(([id = "", name = "", group = ""]) =>
      isTopic
        ? plain(group) === wanted || plain(name).startsWith(wanted) || plain(id).startsWith(wanted)
        : plain(name).includes(wanted) || isSpelled(flat(name), spellings),
    );
    const slots = slotsOf(named.length ? named : wanted ? alike : []);
    if (slots.size) return { slots };
    if (filter.open) return { slots: null };
    const what = { topic: "topic", listing: "listing", venue: "journal, conference or book" }[filter.field];
    const byLabel = new Map(entries.flatMap(([id = "", name = ""]) => [[id, id], [name, id]]));
    const others = nearest(filter.value, [...byLabel.keys()]).map((label) => byLabel.get(label) ?? "");
    return { slots, problem: problem(filter, `No ${what} here is called “${filter.value}”.`, [...new Set(others)]) };
  };

  /** Papers by a year or a day. @param {LitwikiIndex} index @param {Filter} filter @returns {Promise<Admitted>} */
  const byDay = async (index, filter) => {
    const test = days(filter.value);
    if (!test && filter.open) return { slots: null };
    const example = filter.field === "year" ? "year:2024, year:2020..2023 or year:>2020" : "added:2026, added:2026-03 or added:>2026-03-15";
    if (!test) return { slots: null, problem: problem(filter, `“${filter.field}:${filter.value}” is left out: it is no ${filter.field === "year" ? "year" : "date"}. Write ${example}.`, []) };
    const entries = filter.field === "year" ? (await facets(index)).years : (await fields(index)).added;
    const slots = slotsOf(entries.filter(([day]) => test(day)));
    if (slots.size) return { slots };
    const known = entries.map(([day]) => day).sort();
    const span = known.length ? `; they are from ${known[0]} to ${known.at(-1)}` : "";
    return { slots, problem: problem(filter, `No paper here has ${filter.field}:${filter.value}${span}.`, []) };
  };

  /** Papers by a value of a short list. @param {LitwikiIndex} index @param {Filter} filter @returns {Promise<Admitted>} */
  const byChoice = async (index, filter) => {
    const wanted = plain(filter.value);
    /** @type {[string, string][]} */
    let entries;
    if (filter.field === "has") entries = [["code", (await facets(index)).code]];
    else entries = (await fields(index))[filter.field === "type" ? "types" : "statuses"];
    const own = entries.filter(([value]) => value && plain(value).startsWith(wanted));
    if (own.length) return { slots: slotsOf(own) };
    if (filter.open) return { slots: null };
    const known = entries.map(([value]) => value).filter((value) => value);
    const choice = known.length ? `; there is ${known.join(", ")}` : "";
    return { slots: new Set(), problem: problem(filter, `No paper here has ${filter.field}:${filter.value}${choice}.`, nearest(filter.value, known)) };
  };

  /** The slots that a filter names. @param {LitwikiIndex} index @param {Filter} filter @returns {Promise<Admitted>} */
  const admitted = (index, filter) => {
    if (filter.field === "author") return byAuthor(index, filter);
    if (["topic", "listing", "venue"].includes(filter.field)) return byName(index, filter);
    return ["year", "added"].includes(filter.field) ? byDay(index, filter) : byChoice(index, filter);
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

  /** Fields that nobody knows, as problems. @param {string[]} names @returns {Problem[]} */
  const unknown = (names) =>
    names.map((name) => {
      const field = LitwikiQuery.meant(name) ?? "";
      return { said: `“${name}:” is no field and was searched for as words.`, instead: [{ from: `${name}:`, to: `${field}:` }] };
    });

  /** All papers. @param {LitwikiIndex} index */
  const everything = async (index) => slotsOf((await fields(index)).types);

  /**
   * The test of a query, before any text is looked at; the slots that its filters name; what is wrong with it.
   * @param {LitwikiIndex} index @param {Query} query
   */
  const test = async (index, query) => {
    /** @type {Map<string, Set<number>[]>} */
    const filters = new Map();
    /** @type {Set<number>[]} */
    const against = [];
    const problems = unknown(query.unknown);
    const all = await Promise.all(query.filters.map((filter) => admitted(index, filter)));
    all.forEach(({ slots, problem: said }, i) => {
      const { field, not } = /** @type {Filter} */ (query.filters[i]);
      if (said) problems.push(said);
      if (slots && not) against.push(slots);
      else if (slots) filters.set(field, [...(filters.get(field) ?? []), slots]);
    });
    const phrases = await Promise.all(query.phrases.map((phrase) => withAll(index, phrase)));
    const without = await Promise.all(query.without.map((text) => withAll(index, text)));
    // Two topics are both wanted, while a paper has one year: values of other fields are alternatives.
    /** @type {Test} */
    const test = (slot) =>
      [...filters].every(([field, sets]) =>
        field === "topic" || field === "author" ? sets.every((set) => set.has(slot)) : sets.some((set) => set.has(slot)),
      ) &&
      phrases.every((slots) => slots.has(slot)) &&
      !against.some((slots) => slots.has(slot)) &&
      !without.some((slots) => slots.has(slot));
    const isAll = !filters.size && against.length + query.without.length > 0;
    const named = isAll ? await everything(index) : new Set([...filters.values()].flat().flatMap((slots) => [...slots]));
    return { test, named, problems };
  };

  /** The words of a text, hyphens or none; letters of scripts without spaces are words. @param {string} text */
  const flat = (text) =>
    [...plain(text)].map((letter) => (LitwikiWords.isUnspaced(letter) ? ` ${letter} ` : letter)).join("").split(" ").filter((word) => word);

  /** Whether words stand side by side in a text, in any spelling of each. @param {string[]} text @param {Set<string>[]} wanted */
  const isSpelled = (text, wanted) => text.some((_, at) => wanted.every((spellings, i) => spellings.has(text[at + i] ?? "")));

  /** @param {string[]} text @param {string} phrase */
  const hasPhrase = (text, phrase) => isSpelled(text, flat(phrase).map((word) => new Set([word, ...LitwikiVariants.of(word)])));

  /** Whether a record's own text has the phrases of a query and nothing it excludes. @param {Query} query @param {string} text */
  const isSaid = (query, text) => {
    const said = flat(text);
    return query.phrases.every((phrase) => hasPhrase(said, phrase)) && !query.without.some((words) => hasPhrase(said, words));
  };

  return { facets, fields, test, isSaid, plain };
})();
