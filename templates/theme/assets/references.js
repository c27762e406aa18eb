// RIS and CSL-JSON of a topic or a listing: of the files of all papers, those records that the list has, in its order.
// Without scripts there is the list's BibTeX, and all papers in every format.
"use strict";
(() => {
  const { root, load, make } = /** @type {any} */ (window).litwiki;
  const PER_FILE = 1000; // records, as citations/record.py says
  if (location.protocol === "file:") return; // there browsers fetch nothing

  /** @typedef {{ ending: string, type: string, records: (text: string) => unknown[], join: (records: any[]) => string }} Form */
  /** @type {Record<string, Form>} */
  const FORMS = {
    RIS: {
      ending: "ris",
      type: "application/x-research-info-systems",
      records: (text) => text.replace(/\r\n$/, "").split("\r\n\r\n"), // no value has an end of line in it
      join: (records) => records.join("\r\n\r\n") + "\r\n",
    },
    "CSL-JSON": {
      ending: "json",
      type: "application/vnd.citationstyles.csl+json",
      records: (text) => JSON.parse(text),
      join: (records) => `[${records.map((record) => JSON.stringify(record)).join(",")}]\n`,
    },
  };

  /** The places of a list's papers among all papers. @returns {Promise<number[]>} */
  const placesOf = async (/** @type {string} */ list) => {
    const places = [];
    for (let next = "facets-1.json"; next; ) {
      const part = await load(list + next);
      places.push(...part.place);
      next = part.next;
    }
    return places;
  };

  /** A list's bibliography. @returns {Promise<string>} rejected where a file cannot be had */
  const bibliography = async (/** @type {string} */ list, /** @type {Form} */ { ending, records, join }) => {
    const places = await placesOf(list);
    const wanted = [...new Set(places.map((place) => Math.floor(place / PER_FILE)))];
    /** @type {Map<number, unknown[]>} */
    const files = new Map();
    await Promise.all(wanted.map(async (number) => {
      const answer = await fetch(new URL(`cite/all${number ? `/${number + 1}` : ""}.${ending}`, root));
      if (!answer.ok) throw new Error(`${answer.status}`);
      files.set(number, records(await answer.text()));
    }));
    return join(places.map((place) => files.get(Math.floor(place / PER_FILE))?.[place % PER_FILE]));
  };

  const save = (/** @type {string} */ name, /** @type {string} */ text, /** @type {string} */ type) => {
    const link = /** @type {HTMLAnchorElement} */ (make("a"));
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  const begin = (/** @type {HTMLElement} */ line) => {
    const list = new URL(line.dataset.list ?? "", location.href).href.slice(root.href.length);
    const said = make("span", "lw-downloads__said");
    said.setAttribute("role", "status");
    const after = [...line.querySelectorAll("a")].filter((link) => link.pathname.endsWith(".bib")).at(-1);
    const buttons = Object.entries(FORMS).map(([label, form]) => {
      const button = /** @type {HTMLButtonElement} */ (make("button", "lw-downloads__form", label));
      button.type = "button";
      button.addEventListener("click", async () => {
        button.disabled = true;
        said.textContent = "";
        try {
          save(`${list.split("/").at(-2)}.${form.ending}`, await bibliography(list, form), form.type);
        } catch {
          said.textContent = ` ${label} could not be loaded; check the connection and try again.`;
        }
        button.disabled = false;
      });
      return button;
    });
    after?.after(...buttons.flatMap((button) => [" · ", button]));
    line.append(said);
  };

  const start = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".lw-downloads[data-list]")).forEach(begin);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
