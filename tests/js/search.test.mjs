// The browser's half of the search, without a browser. LITWIKI_INDEX is a folder with the index of tests/data/wiki,
// LITWIKI_STEMS a file of words with their stems; tests/test_search_scripts.py makes both.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LitwikiEngine, LitwikiOffers, LitwikiVariants, LitwikiIds, LitwikiParts, LitwikiQuery, LitwikiSpelling, LitwikiWords, loader } from "./search.mjs";

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
  const query = LitwikiQuery.parse('low "rank one" -weights -"two words" topic:peft author:"Ada Example" note:x year:2020..2023 -topic:tea ');
  assert.deepEqual(query, {
    words: ["low", "note:x"],
    phrases: ["rank one"],
    without: ["weights", "two words"],
    filters: [
      { field: "topic", value: "peft", not: false, piece: "topic:peft", open: false },
      { field: "author", value: "Ada Example", not: false, piece: 'author:"Ada Example"', open: false },
      { field: "year", value: "2020..2023", not: false, piece: "year:2020..2023", open: false },
      { field: "topic", value: "tea", not: true, piece: "-topic:tea", open: false },
    ],
    unknown: [],
    open: false,
  });
  assert.equal(LitwikiQuery.parse("quant").open, true);
  assert.equal(LitwikiQuery.parse("quant ").open, false);
  assert.deepEqual(LitwikiQuery.parse("  - \"\" topic: ").words, []);
  assert.deepEqual(LitwikiQuery.parse("tag:tea auhtor:x https://example.org GPT:x").unknown, ["tag", "auhtor"]);
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

test("days and years are compared as far as they are written", async () => {
  const admitted = async (text) => new Set(await papers(text)).has("paper/colour-of-saucepans");
  for (const text of `year:2024 year:>2023 year:>=2024 year:<2025 year:2020..2024 year:2024.. year:..2024 year:2023-2024 added:2026 added:2026-03
    added:2026-03-14 added:>2026-02 added:>=2026-03 added:>2026-03-13 added:<2026-04 added:2026-01..2026-03 added:2026/03/14`.split(/\s+/))
    assert.ok(await admitted(text), text);
  for (const text of `year:>2024 year:<2024 year:2020..2023 added:2025 added:>2026-03 added:<2026-03 added:>2026-03-14 added:2026-04..`.split(/\s+/))
    assert.ok(!(await admitted(text)), text);
});

test("fields narrow and leave out", async () => {
  for (const text of ["type:article", "status:retracted", 'venue:"center for tea"', "venue:centre-for-tea", "-type:preprint", "saucepans -topic:heating"])
    assert.ok((await papers(text)).includes("paper/colour-of-saucepans"), text);
  const all = await papers("-type:no-such");
  assert.equal(all.length, Object.keys(slots).filter((name) => name.startsWith("paper/")).length);
  const [heating, others] = [await papers("topic:heating"), await papers("-topic:heating")];
  assert.equal(heating.length + others.length, all.length);
  assert.ok(!others.some((name) => heating.includes(name)));
});

test("what is wrong with a query is said, with what to write instead", async () => {
  const wrong = async (text) => (await ask(text)).problems.map(({ said, instead }) => [said, ...instead.map(({ to }) => to)].join(" | "));
  assert.match((await wrong("tag:heating"))[0], /^“tag:” is no field .* \| topic:$/);
  assert.match((await wrong("topic:heatng"))[0], /^No topic here is called “heatng”\. \| topic:heating$/);
  assert.match((await wrong("-topic:heatng"))[0], /\| -topic:heating$/);
  assert.match((await wrong("added:march kettle"))[0], /is left out: it is no date\. Write added:2026/);
  assert.match((await wrong("year:20x4"))[0], /no year/);
  assert.match((await wrong("year:1905"))[0], /they are from \d{4} to \d{4}/);
  assert.match((await wrong("type:artikle"))[0], /there is .*article.* \| type:article$/);
  assert.match((await wrong("author:nobody"))[0], /No author here/);
  assert.ok((await papers("added:march kettle")).length > 0);
  for (const text of ["kettle: a study", "https://example.org/a", "topic:heating year:2024..", "added:", "-x"]) assert.deepEqual(await wrong(text), [], text);
});

test("a filter that is still typed is no mistake", async () => {
  for (const text of ["kettle topic:zz", "kettle author:zz", "kettle year:20", "kettle added:>20", "kettle type:zz"]) {
    const typed = await LitwikiEngine.search(index, LitwikiQuery.parse(text, true));
    assert.deepEqual([typed.problems, typed.hits.length > 0], [[], true], text);
    assert.equal((await ask(text)).problems.length, 1, text);
  }
});

test("fields and values are offered for what is typed", async () => {
  const offered = async (text) => (await LitwikiOffers.after(index, text)).map((offer) => offer.text);
  assert.deepEqual(await offered("kettle ven"), ["kettle venue:"]);
  assert.deepEqual(await offered("-to"), ["-topic:"]);
  assert.deepEqual(await offered("kettle topic:heat"), ["kettle topic:heating "]);
  assert.deepEqual(await offered("author:muel"), ["author:mueller ", "author:muellerthurgau ", "author:mueller-thurgau "].sort());
  assert.deepEqual(await offered("venue:tea"), ["venue:centre-for-tea "]);
  assert.deepEqual(await offered("added:2026"), ["added:2026-03 "]);
  assert.deepEqual(await offered("status:"), ["status:retracted "]);
  for (const text of ["", " ", "k", "kettle", "topic:heating", "topic:heating ", "has:code", "no:field"]) assert.deepEqual(await offered(text), [], text);
});

test("good matches come first and are counted, and so are the others", async () => {
  for (const text of ["kettle gradient descent pot teapot socks bread water feather", "feather", "pot"]) {
    const { hits, good, total } = await ask(text);
    const worth = hits.filter(({ score }) => score >= hits[0].score * 0.5).length;
    assert.equal(good, hits.length > 8 ? worth : hits.length, text);
    assert.ok(good > 0 && total > 0);
  }
  const filtered = await ask("topic:heating");
  assert.equal(filtered.good, filtered.total);
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
    mueller-thurgau|jorg lucki|Joerg|Łucki|"color coded"|"Modeling the Behavior"|mueller2024colour|venue:center-for-tea`;
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
