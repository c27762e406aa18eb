// A result as a reader sees it: a record of the index and the terms it was found by in, elements out. All text is set
// as text.
"use strict";

/** @typedef {{ kind: "paper" | "topic" | "path" | "listing", url: string, title: string, lead: string,
 *   topics?: string[], authors?: string, year?: number, venue?: string, status?: string, read?: [string, string], code?: boolean, count?: number }} Doc */
/** @typedef {{ index: LitwikiIndex, load: Load, site: URL, early?: { text: string, answer: Promise<Found> } }} LitwikiSearch  `early` is the
 *   answer to the query of the page's address. */

const LitwikiResult = (() => {
  const SENTENCE = /(?<=[.!?])["”’)]?\s+(?=[A-Z“"(\d])/;
  const WORD = /[\p{L}\p{N}]+(?:[-'’.][\p{L}\p{N}]+)*/gu;

  /**
   * An element with a class and children.
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} tag @param {string} name @param {...(Node | string)} children @returns {HTMLElementTagNameMap[K]}
   */
  const element = (tag, name, ...children) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...children);
    return made;
  };

  const BITS_INSIDE = 6; // of a slot, inside of a part: as records.py says

  /** What stands at a slot. @param {LitwikiSearch} search @param {number} slot @returns {Promise<Doc | null>} */
  const record = async (search, slot) => {
    const read = (/** @type {string} */ slots, /** @type {any[]} */ docs) =>
      new Map(LitwikiParts.risingOf(slots).map((number, i) => [number, Array.isArray(docs[i]) ? paper(docs[i]) : docs[i]]));
    return (await search.index.part("d/" + (slot >> BITS_INSIDE).toString(16), read))?.get(slot) ?? null;
  };

  /** A paper, of the values that records.py puts in a row. @param {any[]} row @returns {Doc} */
  const paper = ([slug, title, lead = "", authors = "", year = 0, venue = "", topics = [], url = "", label = "", status = "", code = 0]) => ({
    kind: "paper",
    url: `papers/${slug}/`,
    title,
    lead,
    authors,
    year,
    venue,
    topics,
    read: url ? [url, label] : undefined,
    status,
    code: code === 1,
  });

  /** What a paper says beyond its lead, from its record of the API; '' for others. @param {Doc} doc @returns {Promise<string>} */
  const textOf = async (doc) => {
    if (doc.kind !== "paper") return "";
    const { record: recordOf } = /** @type {any} */ (window).litwiki;
    const found = await recordOf(doc.url.split("/")[1]).catch(() => null);
    if (!found) return "";
    const summary = found.plain.summary ?? found.summary;
    return `${summary.slice(found.tldr.length)} ${found.plain.abstract ?? found.abstract ?? ""}`.trim();
  };

  /** The address of a page of the site. @param {LitwikiSearch} search @param {string} url */
  const address = ({ site }, url) =>
    new URL(site.protocol === "file:" && url.endsWith("/") ? url + "index.html" : url, site).href;

  /**
   * The terms among `matched` that a word of a text stands for. A word begins as its stem does, unless it is joined of
   * several; so most words need no stemming.
   * @param {Words} words @param {Map<string, number>} matched @returns {(word: string) => string[]}
   */
  const matcher = (words, matched) => {
    const beginnings = new Set([...matched.keys()].map((term) => term.slice(0, 2)));
    return (word) => {
      const plain = words.folded(word);
      if (LitwikiWords.isUnspaced(plain)) return words.queryTerms(plain).filter((term) => matched.has(term));
      if (!beginnings.has(plain.slice(0, 2).toLowerCase()) && !/[-'.]|.[A-Z]/.test(plain)) return [];
      return words.indexTerms(plain).filter((term) => matched.has(term));
    };
  };

  /** Where terms stand in a word of letters without spaces, as runs that do not touch. @param {string} word @param {string[]} terms */
  const spots = (word, terms) => {
    /** @type {{ at: number, length: number }[]} */
    const found = [];
    let at = 0;
    for (const pair of LitwikiWords.pairs(word)) {
      const last = found.at(-1);
      const isIn = terms.includes(LitwikiWords.folded(pair));
      if (isIn && last && last.at + last.length >= at) last.length = at + pair.length - last.at;
      else if (isIn) found.push({ at, length: pair.length });
      at += [...pair][0]?.length ?? 0;
    }
    return found;
  };

  /** A text with the words marked that it was found by. @param {(word: string) => string[]} match @param {string} text */
  const marked = (match, text) => {
    const fragment = document.createDocumentFragment();
    let last = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      const terms = match(word);
      if (!terms.length) continue;
      for (const { at, length } of LitwikiWords.isUnspaced(word) ? spots(word, terms) : [{ at: 0, length: word.length }]) {
        fragment.append(text.slice(last, index + at), element("mark", "", word.slice(at, at + length)));
        last = index + at + length;
      }
    }
    fragment.append(text.slice(last));
    return fragment;
  };

  /**
   * The sentence that says most of what was asked and the lead does not say.
   * @param {(word: string) => string[]} match @param {Doc} doc @param {string} text @param {Map<string, number>} matched
   */
  const passage = (match, doc, text, matched) => {
    const found = (/** @type {string} */ text) => new Set((text.match(WORD) ?? []).flatMap(match));
    const known = found(`${doc.title} ${doc.lead}`);
    let best = { text: "", worth: 0 };
    for (const sentence of text.split(SENTENCE)) {
      let worth = 0;
      for (const term of found(sentence)) if (!known.has(term)) worth += matched.get(term) ?? 0;
      if (worth > best.worth) best = { text: sentence, worth };
    }
    return best.text;
  };

  /** @param {string[]} found */
  const said = (found) => found.flatMap((text) => [" ", element("span", "lw-result__sign", text)]);

  const NOUNS = { topic: "Topic", path: "Reading path", listing: "Listing" };

  /** What a result is beside a paper that has the words. @param {Doc} doc @param {boolean} near */
  const signs = (doc, near) => {
    const found = near ? ["near in meaning"] : [];
    if (doc.status) return [" ", element("span", `lw-became lw-became--${doc.status}`, doc.status), ...said(found)];
    if (doc.kind !== "paper") found.push(`${NOUNS[doc.kind]}, ${doc.count ?? 0} ${doc.count === 1 ? "paper" : "papers"}`);
    return said(found);
  };

  /** @typedef {{ near: boolean, matched: Map<string, number> }} How */

  /** A result in the list under the header's box, all of it a link. @param {LitwikiSearch} search @param {Doc} doc @param {How} how */
  const option = (search, doc, { near, matched }) => {
    const match = matcher(search.index.words, matched);
    const made = element("a", `lw-find__option lw-result--${doc.kind}`);
    made.href = address(search, doc.url);
    made.append(element("span", "lw-result__title", marked(match, doc.title)), ...signs(doc, near));
    if (doc.lead) made.append(element("span", "lw-result__lead", marked(match, doc.lead)));
    return made;
  };

  /** A result on the search page. @param {LitwikiSearch} search @param {Doc} doc @param {How} how */
  const result = (search, doc, { near, matched }) => {
    const match = matcher(search.index.words, matched);
    const link = element("a", "lw-result__title", marked(match, doc.title));
    link.href = address(search, doc.url);
    const head = element("h2", "lw-result__head", link, ...signs(doc, near));
    const made = element("article", `lw-result lw-result--${doc.kind}`, head);
    if (doc.lead) made.append(element("p", "lw-result__lead", marked(match, doc.lead)));
    const facts = [...(doc.authors ? [doc.authors] : []), ...(doc.year ? [String(doc.year)] : []), ...(doc.venue ? [doc.venue] : [])];
    const tail = element("p", "lw-result__facts", ...facts.map((fact) => element("span", "", fact)));
    for (const topic of doc.topics ?? []) tail.append(element("span", "lw-result__topic", topic));
    if (doc.code) tail.append(element("span", "lw-result__sign", "code"));
    if (doc.read) {
      const read = element("a", "lw-result__read", doc.read[1]);
      read.href = doc.read[0];
      tail.append(read);
    }
    if (tail.childNodes.length) made.append(tail);
    return made;
  };

  /**
   * Adds what a paper says of a query beyond its title and lead, where these have none of its words.
   * @param {LitwikiSearch} search @param {HTMLElement} row @param {Doc} doc @param {How} how
   */
  const explain = async (search, row, doc, { near, matched }) => {
    if (near || row.querySelector("mark")) return;
    const match = matcher(search.index.words, matched);
    const why = passage(match, doc, await textOf(doc), matched);
    if (why) row.querySelector(".lw-result__facts")?.before(element("p", "lw-result__passage", "… ", marked(match, why)));
  };

  /** Calls the last of several calls, once nothing came for a moment. @param {() => void} work @param {number} wait */
  const settled = (work, wait) => {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(work, wait);
    };
  };

  /**
   * The hits whose own text admits them, up to `count` from `start`: phrases and exclusions are looked up in the
   * records. Gives the records and where to go on.
   * @param {LitwikiSearch} search @param {Query} query @param {Hit[]} hits @param {number} start @param {number} count
   */
  const admitted = async (search, query, hits, start, count) => {
    /** @type {{ hit: Hit, doc: Doc }[]} */
    const shown = [];
    const isStrict = query.phrases.length > 0 || query.without.length > 0;
    let next = start;
    // Further than some papers nobody looks, and every one costs a file.
    for (const end = isStrict ? start + 5 * count : start + count; next < Math.min(end, hits.length) && shown.length < count; ) {
      const some = hits.slice(next, next + count - shown.length);
      next += some.length;
      const docs = await Promise.all(some.map(({ slot }) => record(search, slot)));
      const texts = isStrict ? await Promise.all(docs.map((doc) => (doc ? textOf(doc) : ""))) : [];
      some.forEach((hit, i) => {
        const doc = docs[i];
        const text = doc && isStrict ? [doc.title, doc.lead, texts[i], doc.authors, ...(doc.topics ?? [])].join("\n") : "";
        if (doc && (!isStrict || LitwikiNarrow.isSaid(query, text))) shown.push({ hit, doc });
      });
    }
    return { shown, next };
  };

  return { admitted, element, explain, option, record, result, settled };
})();
