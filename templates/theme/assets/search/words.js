// What a word can be found by: the twin of generator/litwiki/search/words.py and of `words` and `terms_of` in
// generator/litwiki/text.py. Both sides are tested with tests/data/search/words.json.
"use strict";

/** @typedef {{ words: (text: string) => string[], folded: (text: string) => string,
 *   stem: (word: string) => string, termsOf: (word: string) => string[],
 *   indexTerms: (word: string) => string[], nameTerm: (text: string) => string,
 *   isStopWord: (word: string) => boolean, queryTerms: (word: string) => string[] }} Words */

const LitwikiWords = (() => {
  const WORD = /[\p{L}\p{N}]+(?:[-'’.][\p{L}\p{N}]+)*\+{0,2}/gu;
  const HUMP = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})/;
  const ACRONYMS = /^(?=.{4})[b-df-hj-np-tv-xz]+[aeiou]?s$/;
  // Thai and Lao, Burmese, Khmer, Japanese, Chinese, Korean.
  const UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\u{20000}-\u{3ffff}";
  const RUN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
  const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
  const NUMBER = /^\p{Nd}+$/u;
  // What people type for letters that Unicode does not take apart, and other spellings of one letter.
  /** @type {Map<string, string>} */
  const PLAIN_LETTERS = new Map(
    ("’' ‐- ßss ẞSS ıi øo ØO łl ŁL đd ĐD ðd ÐD ħh ĦH æae ÆAe œoe ŒOe þth ÞTh " +
      "\u0649\u064a \u06cc\u064a \u06a9\u0643 \u0629\u0647 \u00ad \u0640 \u200b \u200c \u200d \u2060")
      .split(" ")
      .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
  );
  for (const zero of [0x660, 0x6f0, 0x966]) for (let i = 0; i < 10; i++) PLAIN_LETTERS.set(String.fromCharCode(zero + i), String(i));
  const UNPLAIN = new RegExp(`[${[...PLAIN_LETTERS.keys()].join("")}]`, "gu");
  /** @type {Map<string, string>} */
  const GREEK = new Map();
  const NAMES = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega";
  NAMES.split(" ").forEach((name, i) => GREEK.set("αβγδεζηθικλμνξοπρσςτυφχψω"[i] ?? "", name));
  const IS_GREEK = /[α-ω]/;
  const GREEK_WORD = /[α-ω]{2}/;
  const ARTICLE = /^(?:[وبكف]?ال|لل)(?=[\u0621-\u064a]{2})|^و(?=[\u0621-\u064a]{3})/;

  /** @param {string} text @returns {string[]} */
  const words = (text) => text.match(WORD) ?? [];

  /** @param {string} text @returns {string} */
  const folded = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(UNPLAIN, (letter) => PLAIN_LETTERS.get(letter) ?? "").normalize("NFC");

  /** Whether a text has letters of a script without spaces between words. @param {string} text */
  const isUnspaced = (text) => IS_UNSPACED.test(text);

  /** Neighbouring letters, two by two. @param {string} run @returns {string[]} */
  const pairs = (run) => {
    const letters = [...run];
    return letters.slice(1).map((letter, i) => (letters[i] ?? "") + letter);
  };

  /** @param {string} word @returns {string} */
  const bare = (word) => (word.endsWith("'s") ? word.slice(0, -2) : word);

  /** @param {string} word @returns {string} */
  const joined = (word) => word.replace(/[-'.]/g, "");

  /** @param {string} word @returns {string[]} */
  const humps = (word) => {
    const pieces = word.split(HUMP);
    return pieces.length > 1 && pieces.every((piece) => [...piece].length > 1)
      ? pieces.map((piece) => piece.toLowerCase())
      : [];
  };

  /**
   * The word functions for a wiki with these stop words.
   * @param {Set<string>} stopWords
   * @returns {Words}
   */
  const make = (stopWords) => {
    const stemmer = new EnglishStemmer();
    /** @param {string} word @returns {string} */
    const stem = (word) => stemmer.stemWord(word.toLowerCase());

    /** @param {string} word @returns {string[]} */
    const termsOf = (word) => {
      const lower = bare(word.toLowerCase().replaceAll("’", "'"));
      if (stopWords.has(lower) || NUMBER.test(lower.replaceAll(".", ""))) return [];
      const parts = lower.split("-");
      if (parts.length > 1 && parts.every((part) => [...part].length > 1))
        return parts.filter((part) => !stopWords.has(part) && !NUMBER.test(part)).map(stem);
      return [...lower].length > 1 ? [stem(lower)] : [];
    };

    /** @type {Map<string, string[]>} */
    const known = new Map();

    /** @param {string} word @returns {string[]} */
    const indexTerms = (word) => {
      const before = known.get(word);
      if (before) return before;
      const terms = termsToIndex(word);
      known.set(word, terms);
      return terms;
    };

    /** @param {string} word @returns {string[]} */
    const termsToIndex = (word) => {
      if (isUnspaced(word)) {
        const parts = (word.match(RUN) ?? []).flatMap((run) =>
          isUnspaced(run) ? [...pairs(run), ...run] : indexTerms(run.replace(/^[-'.]+|[-'.]+$/g, "")));
        return [...new Set([...termsOf(word), ...parts])];
      }
      const lower = bare(word.toLowerCase());
      const found = ACRONYMS.test(lower) && !stopWords.has(lower) ? [lower.slice(0, -1)] : termsOf(word);
      const whole = joined(lower);
      if (NUMBER.test(whole)) found.push(lower);
      else if (!stopWords.has(lower)) {
        if (whole !== lower && [...whole].length > 1) found.push(stem(whole));
        if (whole.endsWith("+")) found.push(stem(whole.replace(/\++$/, "")));
        found.push(...humps(word).filter((piece) => !stopWords.has(piece)).map(stem));
        if (IS_GREEK.test(lower) && !GREEK_WORD.test(lower)) found.push(...indexTerms([...word].map((letter) => GREEK.get(letter.toLowerCase()) ?? letter).join("")));
        if (ARTICLE.test(lower)) found.push(...termsOf(lower.replace(ARTICLE, "")));
      }
      return [...new Set(found.filter((term) => term))];
    };

    /** What a reader who types a word asks for: of a run of letters without spaces its pairs and not its letters. */
    const queryTerms = (/** @type {string} */ word) => {
      const terms = indexTerms(word);
      const isLong = terms.some((term) => isUnspaced(term) && [...term].length > 1);
      return isLong ? terms.filter((term) => !isUnspaced(term) || [...term].length > 1) : terms;
    };

    return {
      words,
      folded,
      stem,
      termsOf,
      indexTerms,
      queryTerms,
      nameTerm: (text) => "=" + words(folded(text)).map(joined).join("").toLowerCase(),
      isStopWord: (word) => stopWords.has(bare(word.toLowerCase())),
    };
  };

  return { make, words, folded, isUnspaced, pairs };
})();
