// The vectors that litwiki's own writers and checks are held to as well (tests/pages/test_edit.py).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { LitwikiEditText, made } from "./edit.mjs";

const data = JSON.parse(process.env.LITWIKI_EDIT_DATA ?? "{}");
const vectors = JSON.parse(readFileSync(new URL("../data/edit/vectors.json", import.meta.url), "utf8"));

for (const vector of vectors) {
  test(vector.name, () => {
    assert.deepEqual(made(vector, data), { text: vector.text, problems: vector.problems });
  });
}

test("a file is called by the name before the colon, or by the title", () => {
  const names = ["KIVI: A Tuning-Free Quantization", "Über den Tee", "A title of many words: and its end", "茶", "O'Hara's pot"];
  assert.deepEqual(names.map(LitwikiEditText.slugOf), ["kivi", "uber-den-tee", "a-title-of-many-words-and-its-end", "", "oharas-pot"]);
});
