// What `litwiki check` would say of a file that the page /edit/ proposes: the same codes and messages, from the schema
// and a few rules. What needs the other files (references in notes, papers alike) the pull request's own check sees.
"use strict";

/** @typedef {{ code: string, severity: "error" | "warning", message: string, field: string }} EditProblem */
/** @typedef {{ type: string | string[], maxLength?: number, minimum?: number, maximum?: number, pattern?: string,
 *   enum?: (string | null)[], properties?: Record<string, EditSchema> }} EditSchema */
/** @typedef {{ id: string, name: string, group: string }} EditTopic */
/** @typedef {{ paper: Record<string, EditSchema>, topic: Record<string, EditSchema>, topics: EditTopic[],
 *   furniture: string[] }} EditData  Of the schemas the properties. */

const LitwikiEditChecks = (() => {
  const { clean, ids, lines, links, words } = LitwikiEditText;
  const LONGEST_SUMMARY = 90;
  const LONGEST_TLDR = 32;
  const SENTENCE_END = /(?<=[.!?])["”’)]?\s+(?=[A-Z“"(\d])/g;
  const NO_END = /(?:\b(?:e\.g|i\.e|w\.r\.t|vs|al|resp|cf|approx|Fig|Eq|Sec|No|Dr)|(?:^|\s)[A-Z])\.$/;
  const WEB = /^https?:\/\/[^\s\\/?#][^\s\\]*$/;

  /** As Python shows a text. @param {string} text */
  const repr = (text) => {
    const sign = text.includes("'") && !text.includes('"') ? '"' : "'";
    return sign + text.replaceAll("\\", "\\\\").replaceAll(sign, "\\" + sign) + sign;
  };

  /** @param {number} count */
  const grouped = (count) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

  /** @param {string} text */
  const firstSentence = (text) => {
    for (const match of text.matchAll(SENTENCE_END)) {
      const closing = match[0].trimEnd();
      if (!NO_END.test(text.slice(Math.max(0, match.index - 20), match.index) + closing))
        return text.slice(0, match.index) + closing;
    }
    return text;
  };

  /** What a title is instead of one. @param {string} title @param {EditData} data */
  const noTitle = (title, data) => {
    const bare = title.replace(/^[.…:!?]+|[.…:!?]+$/g, "").trim();
    if (/^(?:https?:\/\/|www\.)\S+$/i.test(title)) return "an address";
    if (/^\d{4}\.\d{4,5}(?:v\d+)?$/.test(title)) return "an id (arxiv)";
    if (/^10\.\d{4,9}\/\S+$/.test(title)) return "an id (doi)";
    if (data.furniture.includes(bare.toLowerCase())) return "that of a page without one";
    return /[\p{L}\p{N}]/u.test(bare) ? "" : "without letters";
  };

  /** @param {EditProblem[]} found @param {string} field @param {string} text @param {EditSchema | undefined} schema */
  const length = (found, field, text, schema) => {
    const most = schema?.maxLength;
    const count = [...text].length;
    if (!most || count <= most) return true;
    found.push({ code: "F005", severity: "error", field, message: `${grouped(count)} characters; at most ${grouped(most)}` });
    return false;
  };

  /** @param {EditProblem[]} found @param {string} field */
  const missing = (found, field) =>
    found.push({ code: "F002", severity: "error", field, message: `'${field}' is missing or empty` });

  /** @param {EditValues} values @param {EditData} data @returns {EditProblem[]} */
  const paper = (values, data) => {
    /** @type {EditProblem[]} */
    const found = [];
    const get = (/** @type {string} */ name) => clean(values[name] ?? "");
    const add = (/** @type {string} */ code, /** @type {string} */ field, /** @type {string} */ message) =>
      found.push({ code, severity: code.startsWith("S") ? "warning" : "error", field, message });
    const title = get("title");
    if (!title) missing(found, "title");
    else if (length(found, "title", title, data.paper.title)) {
      const what = noTitle(title, data);
      if (what) add("S104", "title", `the title is ${what}`);
    }
    const year = get("year");
    const { minimum = 1000, maximum = 2099 } = data.paper.year ?? {};
    if (year && !(/^\d{4}$/.test(year) && Number(year) >= minimum && Number(year) <= maximum)) add("F003", "year", "expected a year");
    const type = get("type");
    const options = data.paper.type?.enum?.filter(Boolean) ?? [];
    if (type && !options.includes(type)) add("F004", "type", `${repr(type)} is none of ${options.join(", ")}`);
    length(found, "venue", get("venue"), data.paper.venue);
    for (const [kind, value] of ids(values)) {
      const pattern = data.paper.ids?.properties?.[kind]?.pattern;
      if (pattern && !new RegExp(pattern, "u").test(value)) add("F004", kind, `${repr([...value].slice(0, 80).join(""))} is no ${kind} id`);
    }
    for (const [kind, value] of links(values)) if (!WEB.test(value)) add("H002", kind, `${repr(value)} is no web address`);
    const topics = words(values.topics ?? "");
    for (const topic of topics) if (!data.topics.some(({ id }) => id === topic)) add("T101", "topics", `unknown topic ${repr(topic)}`);
    const summary = get("summary");
    if (!length(found, "summary", summary, data.paper.summary)) return found;
    const total = summary ? summary.split(" ").length : 0;
    const first = summary ? firstSentence(summary).split(" ").length : 0;
    if (!summary && topics.length) add("S101", "summary", "no summary");
    if (total > LONGEST_SUMMARY) add("S102", "summary", `a summary of ${total} words`);
    if (first > LONGEST_TLDR) add("S103", "summary", `a first sentence of ${first} words`);
    return found;
  };

  /** @param {EditValues} values @param {EditData} data @returns {EditProblem[]} */
  const topic = (values, data) => {
    /** @type {EditProblem[]} */
    const found = [];
    const get = (/** @type {string} */ name) => clean(values[name] ?? "");
    for (const field of ["name", "definition"]) {
      if (!get(field)) missing(found, field);
      else length(found, field, get(field), data.topic[field]);
    }
    length(found, "group", get("group"), data.topic.group);
    const parent = get("parent");
    if (parent && !data.topics.some(({ id }) => id === parent))
      found.push({ code: "T102", severity: "error", field: "parent", message: `unknown parent topic ${repr(parent)}` });
    return found;
  };

  /** @param {EditValues} values @returns {EditProblem[]} */
  const listing = (values) => {
    /** @type {EditProblem[]} */
    const found = [];
    if (!lines(values.listing ?? "").length) missing(found, "listing");
    const date = clean(values.date ?? "");
    if (date && !/^\d{4}-\d{2}-\d{2}$/.test(date))
      found.push({ code: "F004", severity: "error", field: "date", message: "expected a date" });
    return found;
  };

  return { listing, paper, topic };
})();
