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

// The same as `propose_slug` gives (tests/model/test_ids.py).
const CALLED = {
  "KIVI: A Tuning-Free Quantization": "kivi",
  "Attention: A Way of Looking at Kettles": "attention-way-looking",
  "Boiling water at home: a survey": "boiling-water-at-home",
  "Über den Tee am Abend": "uber-den-tee-am-abend",
  "Editorial": "editorial-boyle-2010",
  "TokenKettle": "tokenkettle",
  "O'Hara's pot": "oharas-pot-boyle-2010",
  "茶": "",
};

test("a file is called by the name before the colon, or by the title", () => {
  for (const [title, slug] of Object.entries(CALLED)) {
    assert.equal(LitwikiEditText.slugOf(title, "Ada Boyle", "2010"), slug);
    assert.equal(LitwikiEditText.slugOf(title, "Boyle, Ada", "2010"), slug);
  }
  assert.equal(LitwikiEditText.slugOf("Editorial"), "editorial");
});
