// Writes the files that the page /edit/ proposes: values of its form in, text out, the same as litwiki's own writers
// make of them (`write_paper`, `write_topic`). tests/data/edit/vectors.json holds both to one text.
"use strict";

/** @typedef {Record<string, string>} EditValues  The fields of a form by their names, as typed. */

const LitwikiEditText = (() => {
  const WIDTH = 98; // of a wrapped line behind its indentation
  const PLAIN = /^[A-Za-z](?:[A-Za-z0-9_+./ -]*[A-Za-z0-9_+./-])?$/;
  const WORDS = new Set("null true false yes no on off y n".split(" "));
  const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
  // eslint-disable-next-line no-control-regex
  const CONTROL = /[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]+/gu;

  /** On one line, in NFC. @param {string} text */
  const clean = (text) => text.normalize("NFC").replace(CONTROL, " ").split(/\s+/u).filter(Boolean).join(" ");

  /** The items of a field with one a line, without bullets and without doubles. @param {string} text */
  const lines = (text) => [
    ...new Set(text.split("\n").map((line) => clean(line.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ""))).filter(Boolean)),
  ];

  /** Names between commas or one a line. @param {string} text */
  const words = (text) => lines(text.replace(/[,;]/g, "\n"));

  /** @param {string} text */
  const quoted = (text) => {
    if (!UNPRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
    const escaped = [...text].map((sign) => {
      if (sign === '"' || sign === "\\") return "\\" + sign;
      if (!UNPRINTABLE.test(sign)) return sign;
      const code = sign.codePointAt(0) ?? 0;
      const digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
      return "\\" + { 2: "x", 4: "u", 8: "U" }[digits] + code.toString(16).padStart(digits, "0");
    });
    return `"${escaped.join("")}"`;
  };

  /** @param {string} text */
  const word = (text) => (PLAIN.test(text) && !WORDS.has(text.toLowerCase()) ? text : quoted(text));
  /** @param {string[]} items */
  const list = (items) => `[${items.map(word).join(", ")}]`;
  /** With one item a line, below its key. @param {string[]} items */
  const items = (items) => items.map((item) => `\n- ${word(item)}`).join("") || " []";
  /** @param {[string, string][]} pairs */
  const map = (pairs) => `{${pairs.map(([key, value]) => `${word(key)}: ${quoted(value)}`).join(", ")}}`;

  /** A paragraph as a folded block. @param {string} text */
  const block = (text) => {
    if (!text) return "''";
    if (UNPRINTABLE.test(text)) return quoted(text);
    const signs = [...text];
    const wrapped = [];
    let start = 0;
    while (signs.length - start > WIDTH) {
      let end = signs.lastIndexOf(" ", start + WIDTH);
      if (end < start) end = signs.indexOf(" ", start);
      if (end < 0) break;
      wrapped.push(signs.slice(start, end).join(""));
      start = end + 1;
    }
    wrapped.push(signs.slice(start).join(""));
    return ">-\n" + wrapped.map((line) => "  " + line).join("\n");
  };

  const ARXIV = /^(?:https?:\/\/(?:[\w-]+\.)?arxiv\.org\/(?:abs|pdf|html)\/|arxiv:\s*)?((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7}))(?:v\d+)?(?:\.pdf)?$/i;
  const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*\/\S+)$/i;

  /** The ids of a paper's form, addresses and labels taken off. @param {EditValues} values @returns {[string, string][]} */
  const ids = (values) => {
    /** @type {[string, string][]} */
    const found = [];
    for (const kind of ["arxiv", "doi"]) {
      const typed = clean(values[kind] ?? "");
      if (typed) found.push([kind, (kind === "arxiv" ? ARXIV : DOI).exec(typed)?.[1] ?? typed]);
    }
    return found;
  };

  /** The links of a paper's form. @param {EditValues} values @returns {[string, string][]} */
  const links = (values) =>
    ["code", "project"].flatMap((kind) => {
      const typed = clean(values[kind] ?? "");
      return typed ? [/** @type {[string, string]} */ ([kind, typed])] : [];
    });

  /** Notes as they stand behind the front matter. @param {string} text */
  const body = (text) => (text.trim() ? `\n${text.replace(/\r\n?/g, "\n").trim()}\n` : "");

  /**
   * A new paper's file. Topics are ids already.
   * @param {EditValues} values @param {string} today YYYY-MM-DD
   */
  const paper = (values, today) => {
    const get = (/** @type {string} */ name) => clean(values[name] ?? "");
    const topics = words(values.topics ?? "");
    return [
      "---",
      `title: ${quoted(get("title"))}`,
      `authors: ${list(lines(values.authors ?? ""))}`,
      `year: ${/^\d+$/.test(get("year")) ? get("year") : get("year") ? quoted(get("year")) : "null"}`,
      `type: ${get("type") || "null"}`,
      `venue: ${quoted(get("venue"))}`,
      `ids: ${map(ids(values))}`,
      `topics:${items(topics)}`,
      `topics_status: ${topics.length ? "curated" : "suggested"}`,
      `summary: ${block(get("summary"))}`,
      `links: [${links(values).map((link) => map([link])).join(", ")}]`,
      `names: ${list(words(values.names ?? ""))}`,
      "also_titled: []",
      "aliases: []",
      `added: ${today}`,
      "---",
      body(values.notes ?? ""),
    ].join("\n");
  };

  /** A new topic's file. @param {EditValues} values */
  const topic = (values) => {
    const get = (/** @type {string} */ name) => clean(values[name] ?? "");
    return [
      "---",
      `name: ${quoted(get("name"))}`,
      `group: ${quoted(get("group") || "Other")}`,
      `definition: ${block(get("definition"))}`,
      `keywords:${items(lines((values.keywords ?? "").replace(/[,;]/g, "\n")))}`,
      `parent: ${get("parent") ? word(get("parent")) : "null"}`,
      "aliases: []",
      "pinned: []",
      "---",
      body(values.introduction ?? ""),
    ].join("\n");
  };

  /** The name of a file for a text: a-z, 0-9 and hyphens, 60 at most. @param {string} text */
  const slugify = (text) => {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßøæœłđ]/giu, (sign) =>
      ({ ß: "ss", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d" })[sign.toLowerCase()] ?? "");
    const found = plain.toLowerCase().replace(/['’]/g, "").match(/[a-z0-9]+/g) ?? [];
    while (found.length > 1 && found.join("-").length > 60) found.pop();
    return found.join("-").slice(0, 60);
  };

  const HANGING = new Set("a an and as at by for from in into is of on or the to using via vs with".split(" "));
  const COINED = /[0-9]|[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[A-Z]{4}/;

  /**
   * What a new paper's file would be called (`propose_slug` of model/ids.py): the name before the colon, with the next words
   * where it is no coined one, or the title; of a title of a word or two also the first author and the year.
   * @param {string} title @param {string} author @param {string} year
   */
  const slugOf = (title, author = "", year = "") => {
    const [name = "", ...rest] = clean(title).split(":");
    const short = rest.length && name.split(" ").length <= 4 ? slugify(name) : "";
    const whole = slugify(title);
    if (short.length > 1 && (COINED.test(name) || short.split("-").length > 2)) return short;
    const more = slugify(rest.join(" ")).split("-").filter((word) => word && !HANGING.has(word)).slice(0, 2);
    const stem = short.length > 1 ? slugify([short, ...more].join(" ")) : whole;
    if (!stem || stem !== whole || stem.split("-").length > 2 || COINED.test(title)) return stem;
    const family = author.includes(",") ? author.split(",")[0] : author.split(" ").pop();
    return slugify([stem, slugify(`${family ?? ""} ${year}`)].join(" "));
  };

  return { block, clean, ids, items, lines, links, list, map, paper, quoted, slugOf, slugify, topic, words };
})();
