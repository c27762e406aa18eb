// The scripts of the page /edit/ that know nothing of the page, as a module for Node.

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const ASSETS = new URL("../../templates/theme/assets/edit/", import.meta.url);
const source = ["yaml", "checks"].map((file) => readFileSync(new URL(`${file}.js`, ASSETS), "utf8").replace('"use strict";\n', ""));
export const { LitwikiEditText, LitwikiEditChecks } = runInThisContext(
  `(() => { ${source.join("\n")}\n return { LitwikiEditText, LitwikiEditChecks }; })()`,
);

/** What a form makes of values: the file and the problems with it. */
export const made = ({ form, values }, data) => ({
  text: form === "topic" ? LitwikiEditText.topic(values) : LitwikiEditText.paper(values, "2026-03-17"),
  problems: LitwikiEditChecks[form](values, data).map(({ code, message }) => `${code} ${message}`).sort(),
});
