// What a word may mean that no paper has: words that begin with it, a word that differs by a letter, two words.
"use strict";

/** @typedef {{ parts: string[][], weight: number, shown: string | null }} Guess  Each part is a list of terms of which
 *   a paper needs one; `shown` is what the word was corrected to, null where it was only continued. */

const LitwikiSpelling = (() => {
  const CONTINUATIONS = 8; // words that a beginning stands for
  const CONTINUED = 0.8;
  const CORRECTED = 0.8;

  const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];

  /**
   * Letters to insert, delete, replace or swap with their neighbour; `most` + 1 where it takes more than `most`, or both
   * of the first two letters differ. Only the cells near the diagonal are filled: others cost more than `most`.
   * @param {string} a @param {string} b @param {number} most @returns {number}
   */
  const distance = (a, b, most) => {
    const far = most + 1;
    if (Math.abs(a.length - b.length) > most || a.length > 60 || b.length > 60) return far;
    if (a[0] !== b[0] && a[1] !== b[1] && a[0] !== b[1] && a[1] !== b[0]) return far;
    let [before, row, next] = /** @type {[Uint8Array, Uint8Array, Uint8Array]} */ (rows);
    for (let j = 0; j <= b.length; j++) row[j] = Math.min(j, far);
    for (let i = 1; i <= a.length; i++) {
      const [from, to] = [Math.max(1, i - most), Math.min(b.length, i + most)];
      next.fill(far);
      next[0] = Math.min(i, far);
      let least = far;
      for (let j = from; j <= to; j++) {
        const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
        let cost = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + (same ? 0 : 1));
        if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
          cost = Math.min(cost, at(before, j - 2) + 1);
        next[j] = Math.min(cost, far);
        least = Math.min(least, cost);
      }
      if (least > most) return far;
      [before, row, next] = [row, next, before];
    }
    return Math.min(at(row, b.length), far);
  };

  /** @param {Uint8Array} row @param {number} i @returns {number} */
  const at = (row, i) => row[i] ?? 255;

  /** How many letters of a word may be wrong. @param {string} word */
  const slack = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  /** Whether a term of the index stands for a word, not for a name, a title's stop word or an author. @param {string} term */
  const isWord = (term) => !/^[=_]|:/.test(term);

  /** Words that begin with what was typed, those of most papers first. @param {LitwikiIndex} index @param {string} typed */
  const continuations = async (index, typed) => {
    const begun = [...(await index.termsNear(typed))].filter(
      ([term, { shown }]) => isWord(term) && (shown.startsWith(typed) || term.startsWith(typed)),
    );
    begun.sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
    return begun.slice(0, CONTINUATIONS).map(([term]) => term);
  };

  /** Two frequent words that were written as one, those that divide most evenly. @param {LitwikiIndex} index @param {string} typed */
  const halves = async (index, typed) => {
    const [near, spellings] = [await index.termsNear(typed), await index.spellings()];
    /** @param {string} word */
    const isKnown = (word) => spellings.has(word) || (near.get(index.words.stem(word))?.count ?? 0) > 1;
    let best = null;
    for (let i = 2; i <= typed.length - 2; i++) {
      const pair = [typed.slice(0, i), typed.slice(i)];
      const shorter = Math.min(i, typed.length - i);
      if (pair.every((word) => isKnown(word) && !index.words.isStopWord(word)) && (!best || shorter > best.shorter))
        best = { pair, shorter };
    }
    return best?.pair ?? null;
  };

  /**
   * The nearest word: among those that begin alike, and among frequent ones whatever they begin with.
   * @param {LitwikiIndex} index @param {string} typed
   */
  const correction = async (index, typed) => {
    const most = slack(typed);
    if (!most) return null;
    const stem = index.words.stem(typed);
    /** @type {{ shown: string, cost: number } | null} */
    let best = null;
    /** @param {number} apart @param {string} shown @param {number} often */
    const consider = (apart, shown, often) => {
      const cost = apart + (shown[0] === typed[0] ? 0 : 0.5) - often / 20;
      if (apart <= most && (!best || cost < best.cost || (cost === best.cost && shown < best.shown))) best = { shown, cost };
    };
    for (const [term, { count, shown }] of await index.termsNear(typed))
      if (isWord(term)) consider(Math.min(distance(typed, shown, most), distance(stem, term, most)), shown, Math.min(9, Math.log2(count)));
    for (const [shown, often] of await index.spellings()) consider(distance(typed, shown, most), shown, often);
    return /** @type {{ shown: string, cost: number } | null} */ (best);
  };

  /**
   * What a word means that the index does not have; `open` while it may still be typed on.
   * @param {LitwikiIndex} index @param {string} word @param {boolean} open @returns {Promise<Guess | null>}
   */
  const guess = async (index, word, open) => {
    const typed = word.toLowerCase();
    const begun = open && typed.length > 1 ? await continuations(index, typed) : [];
    if (begun.length) return { parts: [begun], weight: CONTINUED, shown: null };
    const near = await correction(index, typed);
    const pair = near && near.cost < 1 ? null : await halves(index, typed);
    if (pair) return { parts: pair.map((half) => [index.words.stem(half)]), weight: 1, shown: pair.join(" ") };
    return near ? { parts: [[index.words.stem(near.shown)]], weight: CORRECTED, shown: near.shown } : null;
  };

  return { guess, halves, distance };
})();
