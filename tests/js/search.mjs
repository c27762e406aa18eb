// The scripts of the search as a module for Node: they are made for a page, and find each other in its scope.

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const ASSETS = new URL("../../templates/theme/assets/search/", import.meta.url);
const PAGE = ["result", "offer_list", "box", "page"]; // what needs a document
const FILES = readFileSync(new URL("bundle.txt", ASSETS), "utf8").trim().split("\n").filter((name) => !PAGE.includes(name));

const source = FILES.map((file) => readFileSync(new URL(`${file}.js`, ASSETS), "utf8").replace('"use strict";\n', ""));
export const { LitwikiWords, LitwikiVariants, LitwikiParts, LitwikiQuery, LitwikiSpelling, LitwikiNarrow, LitwikiIds, LitwikiEngine, LitwikiOffers } = runInThisContext(
  `(() => { ${source.join("\n")}
  return { LitwikiWords, LitwikiVariants, LitwikiParts, LitwikiQuery, LitwikiSpelling, LitwikiNarrow, LitwikiIds, LitwikiEngine, LitwikiOffers }; })()`,
);

/** Loads parts from a folder that holds `search/index/`, and counts what it loads. */
export const loader = (folder) => {
  const sizes = new Map();
  const load = async (name) => {
    try {
      const text = readFileSync(`${folder}/search/index/${name}.js`, "utf8");
      sizes.set(name, text.length);
      return JSON.parse(`[${text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"))}]`).slice(1);
    } catch (error) {
      if (error.code === "ENOENT") return null;
      throw error;
    }
  };
  return { load, sizes };
};
