// What a reader ticks to compare: the slugs are kept in this browser, up to eight, and a bar says how many they are.
// litwiki.js loads this file where there is something to tick, or something was ticked.
"use strict";
(() => {
  const { root, page, make } = /** @type {any} */ (window).litwiki;
  const MOST = 8; // side by side; of more a table is no help
  const KEY = `${root.pathname}.compare`; // two wikis of one server keep theirs apart
  const SLUG = /^[\w.-]{1,200}$/;

  /** Slugs out of anything: each once, in order, no more than there may be. @param {unknown} found @returns {string[]} */
  const valid = (found) =>
    [...new Set(Array.isArray(found) ? found : [])].filter((slug) => typeof slug === "string" && SLUG.test(slug)).slice(0, MOST);

  /** @returns {string[]} */
  const kept = () => {
    try {
      return valid(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
    } catch {
      return []; // storage is off, or holds something else
    }
  };
  /** What is ticked where nothing can be stored: it holds for this page. @type {string[]} */
  let ticked = kept();

  const keep = (/** @type {string[]} */ slugs) => {
    ticked = valid(slugs);
    try {
      if (ticked.length) localStorage.setItem(KEY, JSON.stringify(ticked));
      else localStorage.removeItem(KEY);
    } catch {
      // a choice that cannot be kept holds for this page
    }
    refresh();
  };

  Object.assign(window, { litwikiCompare: Object.freeze({ MOST, valid, keep, ticked: () => ticked }) });

  // --- ticks ----------------------------------------------------------------------------------------------

  /** The paper that a link leads to, or nothing. @param {HTMLAnchorElement | null} link */
  const slugOf = (link) => {
    const path = link?.href.startsWith(root.href) ? link.href.slice(root.href.length).replace(/index\.html$/, "") : "";
    return /^papers\/([\w.-]+)\/$/.exec(path)?.[1];
  };

  const tick = (/** @type {string} */ slug, /** @type {string} */ title) => {
    const input = /** @type {HTMLInputElement} */ (make("input"));
    Object.assign(input, { type: "checkbox", value: slug, checked: ticked.includes(slug) });
    input.setAttribute("aria-label", `Compare ${title}`);
    input.addEventListener("change", () => {
      if (input.checked && ticked.length >= MOST) {
        input.checked = false;
        said.textContent = `No more than ${MOST} papers stand side by side: take one away first.`;
        bar.classList.add("lw-compare-bar--full");
      } else {
        keep(input.checked ? [...ticked, slug] : ticked.filter((other) => other !== slug));
      }
    });
    return make("label", "lw-tick", input, " Compare");
  };

  /** Gives every paper of a list its tick, once. @param {ParentNode} within */
  const decorate = (within) => {
    for (const item of within.querySelectorAll(".lw-papers li:not(:has(.lw-tick)), .lw-result--paper:not(:has(.lw-tick))")) {
      const link = /** @type {HTMLAnchorElement | null} */ (item.querySelector(".lw-title, a.lw-result__title"));
      const slug = slugOf(link);
      const last = item.querySelector(".lw-result__facts, p:has(> .lw-chip)") ?? item;
      if (slug && link) last.append(" ", tick(slug, link.textContent ?? ""));
    }
  };
  /** Gives the paper of this page its tick. */
  const decorateOwn = () => {
    const own = /^papers\/([\w.-]+)\/(index\.html)?$/.exec(location.href.split(/[?#]/)[0].slice(root.href.length))?.[1];
    const ways = own && document.querySelector(".lw-ways");
    if (own && ways) ways.append(tick(own, document.querySelector("h1")?.textContent ?? ""));
  };

  // --- the bar --------------------------------------------------------------------------------------------

  const said = make("span", "lw-compare-bar__said");
  said.setAttribute("role", "status");
  const open = /** @type {HTMLAnchorElement} */ (make("a", "lw-compare-bar__open", "Compare"));
  const clear = /** @type {HTMLButtonElement} */ (make("button", "lw-compare-bar__clear", "Clear"));
  clear.type = "button";
  clear.addEventListener("click", () => keep([]));
  const bar = make("div", "lw-compare-bar", said, open, clear);
  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", "Papers to compare");
  const isTable = Boolean(document.querySelector(".lw-compare"));

  const refresh = () => {
    const count = ticked.length;
    bar.hidden = !count || isTable;
    bar.classList.remove("lw-compare-bar--full");
    document.body.classList.toggle("lw-compares", !bar.hidden);
    said.textContent = count === 1 ? "1 paper ticked: tick another" : `${count} papers ticked`;
    open.hidden = count < 2;
    open.href = `${page("compare/")}?p=${ticked.join(",")}`;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".lw-tick input"))) {
      input.checked = ticked.includes(input.value);
    }
  };

  const begin = () => {
    document.body.append(bar);
    decorateOwn();
    decorate(document);
    refresh();
    addEventListener("storage", (event) => {
      if (event.key !== KEY) return;
      ticked = kept();
      refresh();
    });
    const content = document.querySelector(".md-content");
    if (content) {
      new MutationObserver((changes) => {
        if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof HTMLElement && !node.matches(".lw-tick")))) decorate(content);
      }).observe(content, { childList: true, subtree: true });
    }
  };
  if (document.querySelector('link[href$="assets/compare.css"]')) begin();
  else {
    // Not before they have their looks: what is there would jump, and be too small for a finger.
    const style = /** @type {HTMLLinkElement} */ (make("link"));
    Object.assign(style, { rel: "stylesheet", href: new URL("assets/compare.css", root).href, onload: begin, onerror: begin });
    document.head.append(style);
  }
})();
