// The browser's half of the search, without a browser. LITWIKI_INDEX is a folder with the index of tests/data/wiki,
// LITWIKI_STEMS a file of words with their stems; tests/test_search_scripts.py makes both.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LitwikiVariants, LitwikiEngine, LitwikiIds, LitwikiParts, LitwikiQuery, LitwikiSpelling, LitwikiWords, loader } from "./search.mjs";

const { load, sizes } = loader(process.env.LITWIKI_INDEX);
const head = (await load("head"))[0];
const language = LitwikiWords.make(new Set(head.stop.split(" ")));
const index = await LitwikiParts.open(load);
const slots = JSON.parse(readFileSync(`${process.env.LITWIKI_INDEX}/slots.json`, "utf8"));
const names = new Map(Object.entries(slots).map(([name, slot]) => [slot, name]));

const ask = (text) => LitwikiEngine.search(index, LitwikiQuery.parse(text));
const papers = async (text) => (await ask(text)).hits.map(({ slot }) => names.get(slot));

test("words are cut and stemmed as the index was", () => {
  const cases = JSON.parse(readFileSync(new URL("../data/search/words.json", import.meta.url), "utf8"));
  for (const { text, words, name } of cases) {
    const found = language.words(language.folded(text));
    assert.deepEqual(found.map((word) => ({ word, terms: language.indexTerms(word) })), words, text);
    assert.equal(language.nameTerm(text), name, text);
  }
});

test("every word of the real papers has the same stem on both sides", () => {
  const stems = JSON.parse(readFileSync(process.env.LITWIKI_STEMS, "utf8"));
  const other = Object.entries(stems).filter(([word, terms]) => language.indexTerms(word).join(" ") !== terms);
  assert.deepEqual(other.slice(0, 10), []);
});

test("a query is taken apart", () => {
  const query = LitwikiQuery.parse('low "rank one" -weights -"two words" topic:peft author:"Ada Example" note:x year:2020..2023 ');
  assert.deepEqual(query, {
    words: ["low", "note:x"],
    phrases: ["rank one"],
    without: ["weights", "two words"],
    filters: [
      { field: "topic", value: "peft" },
      { field: "author", value: "Ada Example" },
      { field: "year", value: "2020..2023" },
    ],
    open: false,
  });
  assert.equal(LitwikiQuery.parse("quant").open, true);
  assert.equal(LitwikiQuery.parse("quant ").open, false);
  assert.deepEqual(LitwikiQuery.parse("  - \"\" topic: ").words, []);
});

test("a filter is put in and taken out", () => {
  assert.equal(LitwikiQuery.withFilter("kettle", "topic:heating", true), "kettle topic:heating");
  assert.equal(LitwikiQuery.withFilter("topic:heating kettle", "topic:heating", false), "kettle");
  assert.equal(LitwikiQuery.withFilter("topic:heating-water", "topic:heating", false), "topic:heating-water");
});

test("letters that differ are counted", () => {
  for (const [a, b, most, cost] of [
    ["kettle", "kettle", 2, 0],
    ["ketle", "kettle", 2, 1],
    ["ektlte", "kettle", 2, 2],
    ["kettle", "teapot", 2, 3],
    ["a", "abcd", 2, 3],
  ])
    assert.equal(LitwikiSpelling.distance(a, b, most), cost, `${a} ${b}`);
});

test("a paper is found by its name, a beginning, a wrong letter, joined and divided words", async () => {
  for (const text of ["kettle", "KETTLE", "kett", "ketlle", "boiling water gradient descent"])
    assert.equal((await papers(text))[0], "paper/kettle", text);
  assert.equal((await papers("guess the bird feather"))[0], "paper/guessthebird");
  assert.equal((await papers("guessthebird"))[0], "paper/guessthebird");
  assert.equal((await papers("sour dough"))[0], "paper/sourdough");
  assert.equal((await ask("ketlle ")).meant, "kettle");
});

test("phrases, exclusions and filters narrow", async () => {
  assert.deepEqual(await papers('"no such phrase kettle"'), []);
  assert.ok(!(await papers("pot -microphone")).includes("paper/teapot"));
  assert.ok((await papers("pot")).includes("paper/teapot"));
  const filtered = await papers("topic:heating");
  assert.ok(filtered.length > 0 && filtered.length < Object.keys(slots).length);
  assert.ok((await papers("has:code")).includes("paper/kettle"));
  assert.deepEqual(await papers("topic:no-such-topic"), []);
  assert.deepEqual(await papers("year:1900 kettle"), []);
});

test("an id is found in every form in which it is printed", () => {
  const cases = JSON.parse(readFileSync(new URL("../data/search/ids.json", import.meta.url), "utf8"));
  for (const { terms, queries } of cases)
    for (const text of queries) {
      const { words } = LitwikiQuery.parse(text);
      assert.ok(words.flatMap(LitwikiIds.candidates).some((term) => terms.includes(term)), `${text} ${words.flatMap(LitwikiIds.candidates)}`);
    }
  for (const text of ["kettle", "low-rank", "2024", "gpt-3", "c++", "and/or"]) assert.deepEqual(LitwikiIds.candidates(text), [], text);
});

test("a paper is found by its id, first and alone", async () => {
  for (const text of ["10.1234/kettle.5", "https://doi.org/10.1234/KETTLE.5", "doi: 10.1234/kettle.5"])
    assert.deepEqual(await papers(text), ["paper/kettle"], text);
  assert.ok((await papers("10.1234/no.such kettle")).length > 1);
});

test("words inside text without spaces are found", async () => {
  for (const text of ["烧水", "温度", "等待时间", "王小明", "煮茶", '"温度与"', "author:王小明"])
    assert.deepEqual((await papers(text))[0], "paper/chinese-kettles", text);
  assert.ok((await papers("茶")).includes("paper/chinese-kettles"));
  assert.deepEqual(await papers("烧水 -温度"), []);
  assert.deepEqual(await papers("venue:茶"), ["paper/chinese-kettles"]);
});

test("a word is known in its other spellings and forms", () => {
  const pairs = `quantise/quantize optimisation/optimization analyse/analyze behaviour/behavior colourful/colorful
    neighbourhoods/neighborhoods centre/center centred/centered fibres/fibers theatre/theater catalogue/catalog
    dialogues/dialogs modelling/modeling labelled/labeled traveller/traveler focussed/focused defence/defense
    practised/practiced grey/gray programmes/programs judgement/judgment ageing/aging artefacts/artifacts tyre/tire
    anaesthesia/anesthesia oestrogen/estrogen paediatric/pediatric fulfilling/fulfiling matrix/matrices index/indices
    vertex/vertices analysis/analyses basis/bases criterion/criteria corpus/corpora stimuli/stimulus mouse/mice
    frozen/freeze taught/teach chosen/choose`;
  for (const pair of pairs.split(/\s+/)) {
    const [one, other] = pair.split("/");
    assert.ok(LitwikiVariants.of(one).includes(other), pair);
    if (pair !== "fulfilling/fulfiling") assert.ok(LitwikiVariants.of(other).includes(one), pair);
  }
  for (const word of ["fourth", "forth", "source", "hour", "filled", "scaling", "planned", "thought", "x", "kettle"])
    assert.deepEqual(LitwikiVariants.of(word), [], word);
});

test("a paper is found by other spellings of its words and its authors, by phrases, too", async () => {
  const asked = `color|colored|modeling behavior|analyzed leaf|freeze matrix|muP|mup|μP|author:muller|author:Müller|author:mueller
    mueller-thurgau|jorg lucki|Joerg|Łucki|"color coded"|"Modeling the Behavior"|mueller2024colour`;
  for (const text of asked.split(/[|\n]/)) assert.equal((await papers(text.trim()))[0], "paper/colour-of-saucepans", text);
  assert.ok(!(await papers("saucepans -color")).includes("paper/colour-of-saucepans"));
  assert.ok((await papers("saucepans -colt")).includes("paper/colour-of-saucepans"));
});

test("what curators say of a paper elsewhere finds it", async () => {
  assert.equal((await papers("plainest"))[0], "paper/kettle");
});

test("papers of the topic that a query is about come before others that have its words", async () => {
  assert.equal((await papers("machine measures"))[0], "paper/teapot");
});

test("topics and listings are results of their own", async () => {
  const { headings } = await ask("heating");
  assert.ok(headings.map((slot) => names.get(slot)).includes("topic/heating"));
});

test("whatever is typed, there is an answer", async () => {
  for (const text of ["", " ", '"', "-", ":", "topic:", "=kettle", "_the", "author:x", "🫖", "a".repeat(5000), "__proto__ constructor", "the of and"])
    assert.ok(Array.isArray((await ask(text)).hits), text);
});

test("a search loads few parts", () => {
  assert.ok(![...sizes.keys()].includes("d/0"));
  assert.ok([...sizes.values()].every((size) => size < 30_000));
});
