// The index as the engine sees it: loads parts once, reads postings and vectors out of them.
// docs/decisions/030 describes the format, generator/litwiki/search/ writes it.
"use strict";

/** @typedef {{ papers: number, bits: number, steps: number, stop: string, terms: string,
 *   others: string, dimensions: number, centres: string, mean: string, spread: number[] }} Head */
/** @typedef {{ count: number, shown: string, list: { slots: Int32Array, weights: Float32Array }, vector?: Float32Array | null }} TermList */
/** @typedef {(name: string) => Promise<unknown[] | null>} Load  What a part says, or null where there is none. */
/** @typedef {InstanceType<typeof LitwikiParts.Index>} LitwikiIndex */

const LitwikiParts = (() => {
  /** Characters of the name of a file with all papers of a term; longer ones have none (lexicon.py). */
  const LONGEST_NAME = 200;

  /** @param {string} text @returns {Uint8Array} */
  const bytesOf = (text) => {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
    return bytes;
  };

  /** Reads numbers from bytes, one after the other. */
  class Reader {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }

    /** @returns {number} */
    byte() {
      return this.bytes[this.at++] ?? 0;
    }

    /** @returns {number} */
    varint() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const next = this.byte();
        value += (next & 127) * 2 ** shift;
        if (next < 128) return value;
      }
    }

    /** A vector of `size` dimensions: its scale, then four bits each. @param {number} size @returns {Float32Array} */
    vector(size) {
      const unit = 2 ** ((this.byte() - 128) / 16) / 7;
      const vector = new Float32Array(size);
      for (let i = 0; i < size; i += 2) {
        const pair = this.byte();
        vector[i] = ((pair & 15) - 8) * unit;
        vector[i + 1] = ((pair >> 4) - 8) * unit;
      }
      return vector;
    }
  }

  /** The vectors of the terms of a part: a bit for each term that says whether it has one, then those. */
  class Vectors {
    /** @param {Uint8Array} bytes @param {number} count of terms @param {number} size */
    constructor(bytes, count, size) {
      this.bytes = bytes;
      this.first = (count + 7) >> 3;
      this.size = size;
      this.before = 0;
    }

    /** Where the vector of a term is; null where it has none. Terms are asked for in turn. @param {number} number */
    place(number) {
      return ((this.bytes[number >> 3] ?? 0) >> (number & 7)) & 1 ? this.before++ : null;
    }

    /** @param {number} place */
    read(place) {
      const reader = new Reader(this.bytes);
      reader.at = this.first + place * (1 + this.size / 2);
      return reader.vector(this.size);
    }
  }

  /** The papers of a term: `count` of them, the best `kept` by slot and weight. `shown` is the term as readers know it. */
  class Postings {
    /**
     * @param {Uint8Array} bytes @param {number} at @param {number} kept @param {number} count @param {string} shown
     * @param {Float32Array} weights of the steps of the scale
     */
    constructor(bytes, at, kept, count, shown, weights) {
      this.count = count;
      this.shown = shown;
      this.source = { bytes, at, kept, weights };
      /** @type {{ slots: Int32Array, weights: Float32Array } | null} */
      this.decoded = null;
      /** @type {Vectors | null} */
      this.vectors = null;
      /** @type {number | null} */
      this.place = null;
    }

    get vector() {
      return this.place === null ? null : (this.vectors?.read(this.place) ?? null);
    }

    get list() {
      if (this.decoded) return this.decoded;
      const { bytes, at, kept, weights: scale } = this.source;
      const reader = new Reader(bytes);
      reader.at = at;
      const slots = new Int32Array(kept);
      const weights = new Float32Array(kept);
      for (let i = 0, slot = 0; i < kept; i++) {
        slots[i] = slot += reader.varint();
        weights[i] = scale[reader.byte()] ?? 0;
      }
      return (this.decoded = { slots, weights });
    }
  }

  /** Rising numbers. @param {string} text @returns {number[]} */
  const risingOf = (text) => {
    const reader = new Reader(bytesOf(text));
    const found = [];
    for (let last = 0; reader.at < reader.bytes.length; ) found.push((last += reader.varint()));
    return found;
  };

  /** Sorted words of which each shares with the one before as many letters as a capital says. @param {string} text */
  const frontedOf = (text) => {
    /** @type {string[]} */
    const found = [];
    for (const [, shared = "A", rest = ""] of text.matchAll(/([A-Z])([^A-Z]*)/g))
      found.push((found.at(-1) ?? "").slice(0, shared.charCodeAt(0) - 65) + rest);
    return found;
  };

  /** The name of the file of a bin, as parts.py makes it. @param {string} start @returns {string} */
  const fileName = (start) =>
    /^[a-z0-9]*$/.test(start)
      ? "_" + start
      : "-" + Array.from(new TextEncoder().encode(start), (b) => b.toString(16).padStart(2, "0")).join("");

  /** The last of sorted `starts` that is not above `key`. @param {string[]} starts @param {string} key */
  const binOf = (starts, key) => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (/** @type {string} */ (starts[middle]) <= key) low = middle;
      else high = middle;
    }
    return starts[low];
  };

  /** @param {string} term @returns {string} */
  const keyOf = (term) => term.replace(/^[=_]+/, "");

  /** An index whose parts `load` brings. */
  class Index {
    /** @param {Load} load @param {Head} head */
    constructor(load, head) {
      this.load = load;
      this.head = head;
      /** @type {Map<string, Promise<any>>} */
      this.read = new Map();
      this.starts = frontedOf(head.terms);
      this.others = new Set(risingOf(head.others));
      this.words = LitwikiWords.make(new Set(head.stop.split(" ")));
      const centres = new Reader(bytesOf(head.centres));
      /** @type {Float32Array[]} */
      this.centres = [];
      while (centres.at < centres.bytes.length) this.centres.push(centres.vector(head.dimensions));
      this.mean = new Reader(bytesOf(head.mean)).vector(head.dimensions);
      this.weights = Float32Array.from({ length: 256 }, (_, step) => 2 ** (step / head.steps) - 1);
    }

    /**
     * What `read` makes of a part, once; null where there is no such part.
     * @template T
     * @param {string} name @param {(...values: any[]) => T} read @returns {Promise<T | null>}
     */
    part(name, read) {
      let found = this.read.get(name);
      if (!found) {
        found = this.load(name).then((values) => {
          if (!values) this.read.delete(name); // the next query asks again: the network may be back
          return values ? read(...values) : null;
        });
        this.read.set(name, found);
      }
      return found;
    }

    /**
     * All terms of the part that would hold `key`; their lists are read when they are asked for.
     * @param {string} key @returns {Promise<Map<string, TermList>>}
     */
    async termsNear(key) {
      const start = binOf(this.starts, key);
      if (start === undefined) return new Map();
      const read = (/** @type {string} */ names, /** @type {string} */ text, /** @type {string} */ said) => {
        const reader = new Reader(bytesOf(text));
        /** @type {Map<string, TermList>} */
        const terms = new Map();
        const entries = names.split(" ");
        const vectors = new Vectors(bytesOf(said), entries.length, this.head.dimensions);
        for (const [number, entry] of entries.entries()) {
          const [term = "", rest = ""] = entry.split("/");
          const count = reader.varint();
          const kept = reader.varint();
          const postings = new Postings(reader.bytes, reader.at, kept, count, keyOf(term) + rest, this.weights);
          postings.place = vectors.place(number);
          postings.vectors = vectors;
          terms.set(term, postings);
          for (let i = 0; i < kept; i++) {
            while (reader.byte() > 127);
            reader.at++;
          }
        }
        return terms;
      };
      return (await this.part("t/" + fileName(start), read)) ?? new Map();
    }

    /** @param {string} term @returns {Promise<TermList | null>} */
    async postings(term) {
      return (await this.termsNear(keyOf(term))).get(term) ?? null;
    }

    /** Every slot of a term, also where `postings` has only the best of them. @param {string} term @returns {Promise<Iterable<number>>} */
    async allSlots(term) {
      const list = await this.postings(term);
      if (!list || list.list.slots.length === list.count) return list?.list.slots ?? [];
      const name = fileName(term);
      return (name.length <= LONGEST_NAME && (await this.part("a/" + name, risingOf))) || list.list.slots;
    }

    /** The vector of a term. @param {string} term @returns {Promise<Float32Array | null>} */
    async termVector(term) {
      return (await this.postings(term))?.vector ?? null;
    }

    /** Slots and vectors of a cluster of papers. @param {number} number */
    async cluster(number) {
      const read = (/** @type {string} */ text) => {
        const reader = new Reader(bytesOf(text));
        const count = reader.varint();
        const slots = [];
        for (let i = 0, slot = 0; i < count; i++) slots.push((slot += reader.varint()));
        return slots.map((slot) => ({ slot, vector: reader.vector(this.head.dimensions) }));
      };
      return (await this.part("c/" + number, read)) ?? [];
    }

    /** Frequent words with how frequent they are, 1 to 9. @returns {Promise<Map<string, number>>} */
    async spellings() {
      const read = (/** @type {string} */ text) =>
        new Map(frontedOf(text).map((word) => [word.slice(0, -1), Number(word.slice(-1))]));
      return (await this.part("words", read)) ?? new Map();
    }
  }

  /** Opens the index whose parts `load` brings; null where there is none. @param {Load} load */
  const open = async (load) => {
    const values = await load("head");
    return values ? new Index(load, /** @type {Head} */ (values[0])) : null;
  };

  return { open, risingOf, Index };
})();
