// Which papers a query names by an id: what a reader pastes (an arXiv number, a DOI, their addresses) in, slots out.
//
// An id may stand anywhere in an address: every end of its path is looked up in the index, which holds the ids in the
// one spelling that `id_terms` of generator/litwiki/search/words.py gives them.
"use strict";

const LitwikiIds = (() => {
  const LONGEST = 300;
  const MOST = 8; // ends of a path
  const LABEL = /^(?:arxiv|doi|pmid|pmcid|isbn|openreview|dblp|acl|corpusid)(?: ?id)?[:\s]\s*(?=\S)/;
  const ADDRESS = /^(?:https?:\/\/)?[\p{L}\p{N}.-]+\.[a-z]{2,}\/(.+)$/u;
  const ENDING = /(?:\.(?:pdf|html?|bib|xml|ris|full))?[/.,;)>\]]*$/;
  // What may be an id without an address around it: everything else would be one request more for every word.
  const BARE = /^(?:.*\d.*[./].*|.*[./].*\d.*|\d{5,9}|[\d-]{9,17}x?|w\d{4,}|pmc\d+|[0-9a-f]{40}|[a-z]\d\d-\d{4,5})$/;

  /** @param {string} value @returns {string} */
  const decoded = (value) => {
    try {
      return decodeURIComponent(value);
    } catch {
      return value;
    }
  };

  /** The ids that a word of a query may be, in the spelling of the index. @param {string} word @returns {string[]} */
  const candidates = (word) => {
    const whole = decoded(word.slice(0, LONGEST)).toLowerCase().replace(/^[<([]+/, "");
    const typed = whole.replace(LABEL, "");
    const path = ADDRESS.exec(typed)?.[1];
    if (!path && typed === whole && !BARE.test(typed)) return [];
    const [way = "", asked = ""] = (path ?? typed).replace(/#.*$/, "").split("?");
    const steps = way.split("/").slice(-MOST);
    const ends = [typed, way, ...steps.map((_, i) => steps.slice(i).join("/")), ...steps.slice(-1).map((step) => step.slice(-40))];
    for (const pair of asked.split("&")) ends.push(pair.slice(pair.indexOf("=") + 1));
    /** @type {Set<string>} */
    const found = new Set();
    for (const end of ends) {
      const bare = end.replace(ENDING, "").replace(LABEL, "");
      for (const form of [bare, bare.replace(/(\d)v\d{1,3}$/, "$1"), bare.replace(/^([a-z-]+)\.[a-z]{2}\//, "$1/").replace(/(\d)v\d{1,3}$/, "$1")])
        found.add(form);
      if (/^[\d-]{10,17}x?$/.test(bare)) found.add(bare.replaceAll("-", ""));
      found.add(bare.replace("/papers/", "/html/"));
      found.add(bare.replace(/\/([^/]+)\/\1$/, "/$1"));
    }
    return [...found].filter((id) => id.length > 4).map((id) => "id:" + id.replaceAll("/", ":"));
  };

  /** The slots of the papers that a query names by their ids; none where it names no paper so. @param {LitwikiIndex} index @param {Query} query @returns {Promise<number[]>} */
  const slots = async (index, query) => {
    const terms = [...new Set([...query.words, ...query.phrases].flatMap(candidates))];
    const lists = await Promise.all(terms.map((term) => index.postings(term)));
    return [...new Set(lists.flatMap((list) => [...(list?.list.slots ?? [])]))].sort((a, b) => a - b);
  };

  return { candidates, slots };
})();
