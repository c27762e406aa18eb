// Marks papers that came since the reader's last visit. What was there then stays in this browser and goes nowhere; the
// page /new/ says so, and can forget it. Without scripts, or without storage, nothing is marked.
"use strict";
(() => {
  /**
   * @typedef {[day: string, slugs: string[]][]} Days papers by the day on which they came, newest first
   * @typedef {{day: string, slugs: string[]}} Seen the newest day of a visit, and the papers that it had then
   * @typedef {{before: Seen, on: number, now: Seen, at: number}} Visits what was there on the last visit (`on`, in ms)
   *   and is there on this one, which was last active `at`
   */
  const { root, load, make } = /** @type {any} */ (window).litwiki;
  // Several wikis may be on one host.
  const KEY = `litwiki.visits ${root.pathname}`;
  const OFF = "off";
  const PAUSE = 6 * 3600_000; // ms without a page after which the next one is another visit
  const PATH = "lists/new.json";
  const FRESH = 3600_000; // ms for which a tab does not ask for the list again

  /** @returns {Visits | "off" | null} */
  const stored = () => {
    try {
      const text = localStorage.getItem(KEY);
      return text === OFF ? OFF : JSON.parse(text ?? "null");
    } catch {
      return null; // storage is not allowed, or somebody wrote something else there
    }
  };
  const store = (/** @type {Visits | "off"} */ visits) => {
    try {
      localStorage.setItem(KEY, visits === OFF ? OFF : JSON.stringify(visits));
    } catch {
      // Nothing is remembered then.
    }
  };

  /** The papers that came last, asked for once an hour in a tab. @returns {Promise<Days | null>} */
  const fetched = async () => {
    try {
      const { at, days } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
      if (Array.isArray(days) && Date.now() - at < FRESH) return days;
    } catch {
      // It is asked for then.
    }
    const days = await load(PATH).catch(() => null);
    try {
      if (days) sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), days }));
    } catch {
      // It is asked for on the next page again.
    }
    return days;
  };

  /** @returns {Seen} */
  const newest = (/** @type {Days} */ days) => ({ day: days[0]?.[0] ?? "", slugs: days[0]?.[1] ?? [] });

  /** The papers that were not there. @returns {Set<string>} */
  const since = (/** @type {Days} */ days, /** @type {Seen} */ seen) => {
    const known = new Set(seen.slugs);
    return new Set(days.flatMap(([day, slugs]) =>
      day > seen.day ? slugs : day === seen.day ? slugs.filter((slug) => !known.has(slug)) : []));
  };

  /** Notes that the reader is here. @returns {Visits} */
  const visit = (/** @type {Days} */ days) => {
    const before = stored();
    const [now, at] = [newest(days), Date.now()];
    const is = (/** @type {any} */ seen) => typeof seen?.day === "string" && Array.isArray(seen.slugs);
    if (!before || before === OFF || !is(before.before) || !is(before.now)) return { before: now, on: at, now, at };
    if (at - before.at > PAUSE) return { before: before.now, on: before.at, now, at };
    return { ...before, now, at };
  };

  /** Marks the papers of all lists in a part of the page. */
  const mark = (/** @type {ParentNode} */ part, /** @type {Set<string>} */ fresh) => {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (part.querySelectorAll(".lw-papers .lw-title"))) {
      const slug = /\/papers\/([\w.-]+)\/(?:index\.html)?$/.exec(link.href)?.[1] ?? "";
      const item = link.closest("li");
      if (!item || !fresh.has(slug) || item.classList.contains("lw-fresh")) continue;
      item.classList.add("lw-fresh");
      link.before(make("span", "lw-fresh__word", "new: "));
    }
  };
  const unmark = () => {
    for (const word of document.querySelectorAll(".lw-fresh__word")) word.remove();
    for (const item of document.querySelectorAll(".lw-fresh")) item.classList.remove("lw-fresh");
  };

  const button = (/** @type {string} */ text, /** @type {() => void} */ act) => {
    const made = /** @type {HTMLButtonElement} */ (make("button", "lw-visits__act", text));
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };

  /** What /new/ says about visits, with what the reader may do. */
  const say = (/** @type {Element} */ box, /** @type {Days} */ days, /** @type {Visits | "off"} */ visits, /** @type {Set<string>} */ fresh) => {
    const count = fresh.size;
    const again = () => {
      fresh.clear();
      const seen = { before: newest(days), on: Date.now(), now: newest(days), at: Date.now() };
      store(seen);
      unmark();
      say(box, days, seen, fresh);
    };
    const forget = () => {
      fresh.clear();
      store(OFF);
      unmark();
      say(box, days, OFF, fresh);
    };
    box.textContent = "";
    if (visits === OFF) {
      box.append(make("p", "", "This browser keeps nothing about your visits. "), button("Mark what is new from now on", again));
      return;
    }
    const on = new Date(visits.on).toLocaleDateString("en-GB", { dateStyle: "long" });
    const papers = count === 1 ? "1 paper" : `${count.toLocaleString("en")} papers`;
    const text = count ? `${papers} came since your last visit on ${on}, marked in all lists.` : "New papers will be marked on your next visit.";
    const acts = count ? [button("Mark all as seen", again)] : [];
    box.append(make("p", "", `${text} Only this browser knows.`), ...acts, button("Forget my visits", forget));
  };

  const start = async () => {
    const box = document.querySelector(".lw-visits");
    const content = document.querySelector(".md-content");
    const days = await fetched();
    if (!days || !content) return;
    if (stored() === OFF) {
      if (box) say(box, days, OFF, new Set());
      return;
    }
    const visits = visit(days);
    store(visits);
    const fresh = since(days, visits.before);
    if (box) say(box, days, visits, fresh);
    if (!fresh.size) return;
    mark(content, fresh);
    // A filtered list is written anew.
    new MutationObserver((changes) => {
      const lists = new Set(changes.map(({ target }) => /** @type {Element} */ (target).closest(".lw-filtered")));
      for (const list of lists) if (list) mark(list.parentNode ?? list, fresh);
    }).observe(content, { childList: true, subtree: true });
  };
  // It waits until the page is there: nobody looks for marks before.
  if ("requestIdleCallback" in window) requestIdleCallback(() => start());
  else setTimeout(start, 200);
})();
