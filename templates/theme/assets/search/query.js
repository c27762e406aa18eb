// What a reader asks for: the text of a query in, words, phrases, exclusions and filters out.
//
//   words  "a phrase"  -word  -"a phrase"  author:name  topic:peft  -topic:peft  year:2024  year:2020..2023  year:>2020
//   added:2026-03  added:>2026-03-15  listing:mar-17  venue:journal-of-tea  type:article  status:retracted  has:code
"use strict";

/** @typedef {{ field: string, value: string, not: boolean, piece: string, open: boolean }} Filter  `not` is whether papers with the
 *   value are left out; `piece` is the filter as it was typed; `open` is whether it may still be typed on. */
/** @typedef {{ words: string[], phrases: string[], without: string[], filters: Filter[], unknown: string[],
 *   open: boolean }} Query  `unknown` are names before a colon that are no field and look like one; `open` is whether
 *   the last word may still be typed on. */

const LitwikiQuery = (() => {
  const FIELDS = ["author", "topic", "year", "added", "venue", "type", "status", "listing", "has"];
  /** What people type for a field. @type {Record<string, string>} */
  const MEANT = {
    authors: "author", by: "author", name: "author", topics: "topic", tag: "topic", tags: "topic", subject: "topic", years: "year", date: "year",
    published: "year", since: "added", new: "added", journal: "venue", conference: "venue", venues: "venue", book: "venue", kind: "type",
    types: "type", is: "status", state: "status", retracted: "status", list: "listing", listings: "listing", source: "listing", with: "has",
  };
  const PIECE = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu;

  /** Whether a filter still lacks its value. @param {string} text */
  const isUnfinished = (text) => text.endsWith(":") && FIELDS.includes(text.slice(0, -1).toLowerCase());

  /** The field that somebody may have meant who typed a name that is none. @param {string} name @returns {string | null} */
  const meant = (name) => {
    if (Object.hasOwn(MEANT, name)) return MEANT[name] ?? null;
    const near = FIELDS.filter((field) => field.length > 3 && LitwikiSpelling.distance(name, field, 1) < 2);
    return near[0] ?? null;
  };

  /** @param {string} text @param {boolean} isTyped whether the reader may go on @returns {Query} */
  const parse = (text, isTyped = false) => {
    /** @type {Query} */
    const query = { words: [], phrases: [], without: [], filters: [], unknown: [], open: false };
    for (const [all, minus, field, quoted, plain = ""] of text.slice(0, 400).replace(/[“”„]/g, '"').matchAll(PIECE)) {
      query.open = false;
      const value = (quoted ?? plain).trim();
      const name = field?.toLowerCase() ?? "";
      if (FIELDS.includes(name)) {
        if (value) query.filters.push({ field: name, value, not: minus === "-", piece: all, open: false });
        continue;
      }
      if (name && meant(name)) query.unknown.push(name);
      if (!/[\p{L}\p{N}]/u.test(value) || isUnfinished(plain)) continue;
      if (minus) query.without.push(field ? all.slice(1) : value);
      else if (quoted !== undefined && !field) query.phrases.push(value);
      else {
        query.words.push(field ? all : value);
        query.open = true;
      }
    }
    const last = query.filters.at(-1);
    if (isTyped && last && text.endsWith(last.piece)) last.open = true;
    query.open &&= !/\s$/.test(text);
    return query;
  };

  /** The text of a query with one filter more, or without it. @param {string} text @param {string} filter @param {boolean} wanted */
  const withFilter = (text, filter, wanted) => {
    const rest = text.split(/\s+/).filter((piece) => piece && piece !== filter);
    return [...rest, ...(wanted ? [filter] : [])].join(" ");
  };

  return { FIELDS, meant, parse, withFilter };
})();
