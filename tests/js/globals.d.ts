// What the scripts of the search find in the page: the stemmer that Snowball generates, and what they give each other.

declare class EnglishStemmer {
  stemWord(word: string): string;
}

interface Window {
  /** Takes a part of the index; every part calls it. */
  litwikiPart: (name: string, ...values: unknown[]) => void;
  /** The index and what reads it, loaded at the first call. */
  litwikiSearch: () => Promise<LitwikiSearch>;
}
