// What a reader asks for: the text of a query in, words, phrases, exclusions and filters out.
//
//   words  "a phrase"  -word  -"a phrase"  author:name  topic:peft  year:2024  year:2020..2023  listing:mar-17  venue:journal-of-tea  has:code
"use strict";

/** @typedef {{ words: string[], phrases: string[], without: string[], filters: { field: string, value: string }[],
 *   open: boolean }} Query  `open` is whether the last word may still be typed on. */

const LitwikiQuery = (() => {
  const FIELDS = ["author", "topic", "year", "listing", "venue", "has"];
  const PIECE = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu;

  /** Whether a filter still lacks its value. @param {string} text */
  const isUnfinished = (text) => text.endsWith(":") && FIELDS.includes(text.slice(0, -1).toLowerCase());

  /** @param {string} text @returns {Query} */
  const parse = (text) => {
    /** @type {Query} */
    const query = { words: [], phrases: [], without: [], filters: [], open: false };
    for (const [all, minus, field, quoted, plain = ""] of text.slice(0, 400).replace(/[“”„]/g, '"').matchAll(PIECE)) {
      query.open = false;
      const value = (quoted ?? plain).trim();
      const name = field?.toLowerCase() ?? "";
      if (FIELDS.includes(name) && !minus) {
        if (value) query.filters.push({ field: name, value });
      } else if (!/[\p{L}\p{N}]/u.test(value) || isUnfinished(plain)) continue;
      else if (minus) query.without.push(field ? all.slice(1) : value);
      else if (quoted !== undefined && !field) query.phrases.push(value);
      else {
        query.words.push(field ? all : value);
        query.open = true;
      }
    }
    query.open &&= !/\s$/.test(text);
    return query;
  };

  /** The text of a query with one filter more, or without it. @param {string} text @param {string} filter @param {boolean} wanted */
  const withFilter = (text, filter, wanted) => {
    const rest = text.split(/\s+/).filter((piece) => piece && piece !== filter);
    return [...rest, ...(wanted ? [filter] : [])].join(" ");
  };

  return { parse, withFilter };
})();
