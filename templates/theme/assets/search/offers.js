// What may stand at the end of a query: the text so far in, fields and values that go on from it out.
"use strict";

/** @typedef {{ text: string, label: string, told: string }} Offer  `text` is the whole query when the offer is taken. */

const LitwikiOffers = (() => {
  const MOST = 8;
  const LAST = /(^|\s)(-?)(?:([a-z]+):)?("[^"]*|[^\s":]*)$/i;
  /** @type {Record<string, string>} */
  const TOLD = {
    author: "a name",
    topic: "a topic of this wiki",
    year: "2024, 2020..2023, >2020",
    added: "when it came in: 2026-03, >2026-03-15",
    venue: "a journal, conference or book",
    type: "article, preprint …",
    status: "retracted, corrected …",
    listing: "a list that it stands in",
    has: "code",
  };

  /** Names that have a word which begins as was typed; those that begin so themselves first, frequent ones before others.
   * @param {string} typed @param {{ value: string, label: string, often: number }[]} known */
  const beginning = (typed, known) => {
    const wanted = LitwikiNarrow.plain(typed);
    const ranked = known.flatMap((one) => {
      const forms = [one.value, one.label].map(LitwikiNarrow.plain);
      if (forms.some((form) => form.startsWith(wanted))) return [{ ...one, rank: 0 }];
      return forms.some((form) => ` ${form}`.includes(` ${wanted}`)) ? [{ ...one, rank: 1 }] : [];
    });
    return ranked.sort((a, b) => a.rank - b.rank || b.often - a.often || (a.value < b.value ? -1 : 1));
  };

  /** The values of a field. @param {LitwikiIndex} index @param {string} field @param {string} typed */
  const values = async (index, field, typed) => {
    const order = (/** @type {string[]} */ names) => names.map((value, i) => ({ value, label: value, often: -i }));
    if (field === "author") {
      const begun = `author:${LitwikiWords.folded(typed).toLowerCase()}`;
      if (begun.length < 8) return [];
      const near = [...(await index.termsNear(begun))].filter(([term]) => term.startsWith(begun));
      return near.map(([term, { count }]) => ({ value: term.slice(7), label: term.slice(7), often: count }));
    }
    if (field === "has") return order(["code"]);
    if (["topic", "venue", "listing"].includes(field)) {
      const { topics, venues, listings } = await LitwikiNarrow.facets(index);
      const known = /** @type {[string, string, ...string[]][]} */ (field === "topic" ? topics : field === "venue" ? venues : listings);
      return known.map(([value, label, ...rest], i) => ({ value, label, often: field === "listing" ? -i : (rest.at(-1) ?? "").length }));
    }
    if (field === "year") return order((await LitwikiNarrow.facets(index)).years.map(([year]) => year));
    const { added, types, statuses } = await LitwikiNarrow.fields(index);
    if (field === "added") return order([...new Set(added.map(([day]) => day.slice(0, 7)))].reverse());
    return (field === "type" ? types : statuses).filter(([value]) => value).map(([value, slots]) => ({ value, label: value, often: slots.length }));
  };

  /** @param {LitwikiIndex} index @param {string} text @returns {Promise<Offer[]>} */
  const after = async (index, text) => {
    const [last, space = "", minus = "", name, typed = ""] = LAST.exec(text) ?? [];
    if (last === undefined) return [];
    const before = text.slice(0, text.length - last.length) + space + minus;
    const field = name?.toLowerCase();
    if (!field) {
      const begun = LitwikiQuery.FIELDS.filter((one) => typed.length > 1 && one.startsWith(typed.toLowerCase()));
      return begun.map((one) => ({ text: `${before}${one}:`, label: `${minus}${one}:`, told: TOLD[one] ?? "" }));
    }
    if (!LitwikiQuery.FIELDS.includes(field)) return [];
    const known = beginning(typed.replace('"', ""), await values(index, field, typed.replace('"', "")));
    if (known.length === 1 && known[0]?.value === typed) return []; // it stands there already
    return known.slice(0, MOST).map(({ value, label }) => ({
      text: `${before}${field}:${value} `,
      label: `${minus}${field}:${value}`,
      told: label === value ? "" : label,
    }));
  };

  return { after };
})();
