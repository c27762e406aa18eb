// The search on every page: a box in the header, `/` to get there. What searches is loaded when the box has the focus.
// Parts of the index are scripts that call `litwikiPart`, so that all of this works from a disk, too.
"use strict";

(() => {
  if (/** @type {any} */ (window).litwikiSearch) return; // the search page runs this before its other scripts
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const site = new URL("../", script.src);
  /** @type {Map<string, (values: unknown[] | null) => void>} */
  const waiting = new Map();
  /** @type {Promise<LitwikiSearch> | null} */
  let opened = null;

  window.litwikiPart = (name, ...values) => waiting.get(name)?.(values);

  /** @param {string} path @returns {Promise<boolean>} */
  const run = (path) =>
    new Promise((resolve) => {
      const element = document.createElement("script");
      element.src = new URL(path, site).href;
      element.addEventListener("load", () => resolve(true));
      element.addEventListener("error", () => resolve(false));
      document.head.append(element);
    });

  /** @type {Load} */
  const load = (name) =>
    new Promise((resolve) => {
      waiting.set(name, resolve);
      run(`search/index/${name}.js`).then(() => {
        resolve(null); // nothing happens where the part has come
        if (waiting.get(name) === resolve) waiting.delete(name);
      });
    });

  const open = async () => {
    const head = load("head"); // at the same time as what reads it
    await run("assets/search/bundle.js");
    const index = await LitwikiParts.open((name) => (name === "head" ? head : load(name)));
    if (!index) throw new Error("litwiki: the search index could not be loaded");
    return { index, load, site, early: asked ? early(index, asked) : undefined };
  };

  /** The query of the search page's address: its answer is looked for before the page is whole. */
  const asked = location.href.startsWith(new URL("search/", site).href) && new URL(location.href).searchParams.get("q");

  /** @param {LitwikiIndex} index @param {string} text */
  const early = (index, text) => ({ text, answer: LitwikiEngine.search(index, LitwikiQuery.parse(text)) });

  /** The index and what reads it, loaded once. */
  const ready = () => (opened ??= open());

  /** A box in the header, where the theme's own search is off and no template has made one. */
  const header = () => {
    const bar = document.querySelector(".md-header__inner");
    const made = /** @type {HTMLFormElement | null} */ (document.querySelector("form.lw-find"));
    if (made || !bar) return made;
    const form = document.createElement("form");
    form.className = "lw-find";
    form.action = new URL("search/", site).href + (site.protocol === "file:" ? "index.html" : "");
    form.setAttribute("role", "search");
    const input = document.createElement("input");
    input.type = "search";
    input.name = "q";
    input.placeholder = "Search papers";
    const link = document.createElement("a");
    link.className = "lw-find__link md-header__button md-icon";
    link.href = form.action + "#lw-q";
    link.setAttribute("aria-label", "Search");
    form.append(input, link);
    bar.insertBefore(form, bar.querySelector(".md-header__source"));
    return form;
  };

  window.litwikiSearch = ready;
  if (asked) ready();

  const start = () => {
    if (document.querySelector("[data-md-component=search]")) return; // the theme searches
    const form = header();
    const box = form?.querySelector("input");
    const page = /** @type {HTMLInputElement | null} */ (document.querySelector("#lw-q"));
    for (const input of [box, page]) {
      if (!input) continue;
      input.setAttribute("aria-label", "Search papers");
      input.autocomplete = "off";
      input.spellcheck = false;
      const attach = () => ready().then((search) => (input === page ? LitwikiPage : LitwikiBox).attach(input, search));
      if (asked && input === page) {
        input.value = asked;
        attach();
      } else input.addEventListener("focus", attach, { once: true });
    }
    if (location.hash === "#lw-q") page?.focus();
    document.addEventListener("keydown", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (!form || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.closest("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      const input = page ?? (box?.offsetParent ? box : null);
      if (input) {
        input.focus();
        input.select();
      } else location.assign(form.action + "#lw-q");
    });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
