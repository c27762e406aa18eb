// The search page: results as one types, what narrows them, an address that can be shared.
"use strict";

const LitwikiPage = (() => {
  const MOST = 8; // results at a time
  const isWide = matchMedia("(min-width: 60em)").matches;
  const FIRST = isWide ? 4 : 3; // before somebody sees their end
  const MANY = 2_000; // papers of which counts by topic, year and venue are so large that somebody asks for them first
  const MOST_VALUES = 8; // of a facet
  const { admitted, element, explain, record, result, settled } = LitwikiResult;

  /** @param {HTMLInputElement} input @param {LitwikiSearch} search */
  const attach = (input, search) => {
    const status = element("p", "lw-status");
    status.setAttribute("role", "status");
    const narrow = element("details", "lw-narrow", element("summary", "", "Narrow down"));
    narrow.open = isWide && search.index.head.papers <= MANY;
    narrow.hidden = true;
    const facets = narrow.appendChild(element("div", "lw-facets"));
    const list = element("div", "lw-results");
    const more = element("button", "lw-more", "More results");
    more.type = "button";
    more.hidden = true;
    const found = element("div", "lw-found", narrow, element("div", "lw-found__list", list, more));
    const problems = element("div", "lw-problems");
    problems.setAttribute("role", "status");
    const hints = document.querySelector(".lw-hints");
    input.form?.after(problems, status, found);
    let turn = 0;
    /** @type {string | null} */
    let sought = null;
    /** @typedef {{ query: Query, answer: Found, next: number }} Shown  What stands in the list, and where it goes on. */
    /** @type {Shown | null} */
    let last = null;
    let isAwake = false; // whether somebody looks at the results: passages out of them wait for that
    /** @type {(() => void)[]} */
    let waiting = [];

    const wake = () => {
      isAwake = true;
      for (const explained of waiting.splice(0)) explained();
    };

    /** Whether a query asks for something that only the papers' own texts tell. @param {Query} query */
    const isStrict = (query) => query.phrases.length > 0 || query.without.length > 0;

    /**
     * The rows that go on from `from`, up to where the good matches end; null where the list has become another one by
     * the time they are there.
     * @param {Shown} from @param {number} count @param {() => boolean} isLate
     */
    const next = async (from, count, isLate) => {
      const { query, answer } = from;
      const end = from.next < answer.good && !isStrict(query) ? answer.good : answer.hits.length;
      const { shown, next: further } = await admitted(search, query, answer.hits.slice(0, end), from.next, count);
      if (isLate()) return null;
      last = { query, answer, next: further };
      more.hidden = further >= answer.hits.length || !shown.length;
      more.textContent = further === answer.good && !isStrict(query) ? `Show the ${rest(answer)}` : "More results";
      return shown.map(({ hit, doc }) => {
        const how = { near: hit.near, matched: answer.matched };
        const row = result(search, doc, how);
        if (isAwake) explain(search, row, doc, how);
        else waiting.push(() => explain(search, row, doc, how));
        return row;
      });
    };

    /** The papers after the good ones, in words. @param {Found} answer */
    const rest = (answer) => {
      const others = answer.total - answer.hits.slice(0, answer.good).filter(({ near }) => !near).length;
      const near = answer.hits.length - answer.good;
      if (others < 1) return near === 1 ? "1 other that is near in meaning" : `${near} others that are near in meaning`;
      const number = answer.isCut ? "others" : others === 1 ? "1 other" : `${others.toLocaleString("en")} others`;
      return `${number} that ${others === 1 && !answer.isCut ? "has" : "have"} one of the words`;
    };

    /**
     * Draws the inside of an element anew; the focus stays with what had it, where that is there again.
     * @param {HTMLElement} inside @param {Node[]} nodes @param {(element: HTMLElement) => string | undefined} key
     */
    const draw = (inside, nodes, key) => {
      const active = /** @type {HTMLElement | null} */ (document.activeElement);
      const before = active && inside.contains(active) ? key(active) : undefined;
      inside.replaceChildren(...nodes);
      if (before === undefined) return;
      const again = /** @type {HTMLElement[]} */ ([...inside.querySelectorAll("a, button")]).find((one) => key(one) === before);
      (again ?? input).focus({ preventScroll: true });
    };

    /** What was found, in words. @param {Query} query @param {Found} answer @param {number} shown */
    const say = (query, answer, shown) => {
      const { good, hits, total } = answer;
      const count = isStrict(query) && shown < MOST ? shown : good < hits.length && !isStrict(query) ? good : Math.max(total, hits.length);
      const isPart = good < hits.length && !isStrict(query);
      const kind = isPart ? (count === 1 ? "good match" : "good matches") : count === 1 ? "paper" : "papers";
      const near = hits.length && hits.every((hit) => hit.near);
      status.replaceChildren(near ? "No paper has these words; " : "", `${answer.isCut && !isPart ? "more than " : ""}${count.toLocaleString("en")} ${kind}`);
      if (near) status.append(" near in meaning");
      else if (isPart) status.append(`, and ${rest(answer)}`);
      if (answer.meant) status.append(", searched for ", element("b", "", answer.meant));
    };

    /** What is wrong with a query, with what to write instead. @param {Problem[]} found */
    const sayProblems = (found) => {
      const rows = found.map(({ said, instead }) => {
        const row = element("p", "", said);
        instead.forEach(({ from, to }, i) => {
          const button = element("button", "lw-problems__instead", to);
          button.type = "button";
          button.addEventListener("click", () => {
            input.value = input.value.replace(from, () => to);
            input.focus();
            update();
          });
          row.append(i ? " or " : " Did you mean ", button, i === instead.length - 1 ? "?" : "");
        });
        return row;
      });
      problems.replaceChildren(...rows);
    };

    /** @param {string} filter @param {boolean} wanted */
    const toggle = (filter, wanted) => {
      input.value = LitwikiQuery.withFilter(input.value, filter, wanted);
      update();
    };

    /** @param {string} title @param {{ name: string, filter: string, count: number }[]} values */
    const facet = (title, values) => {
      const rows = values.map(({ name, filter, count }) => {
        const button = element("button", "lw-facet__value", element("span", "", name), " ", element("span", "lw-count", String(count)));
        const isOn = ` ${input.value} `.includes(` ${filter} `);
        button.type = "button";
        button.value = filter;
        button.setAttribute("aria-pressed", String(isOn));
        button.addEventListener("click", () => toggle(filter, !isOn));
        return element("li", "", button);
      });
      return element("section", "lw-facet", element("h2", "", title), element("ul", "", ...rows));
    };

    const showFacets = async () => {
      narrow.hidden = !last?.answer.hits.length && !narrow.querySelector("[aria-pressed=true]");
      if (!narrow.open || !last) return; // a facet's part is not loaded before somebody looks
      const mine = turn;
      const { topics, years, listings, venues, code } = await LitwikiNarrow.facets(search.index);
      if (mine !== turn) return;
      const slots = new Set(last.answer.hits.map(({ slot }) => slot));
      /** @param {string} packed */
      const count = (packed) => LitwikiParts.risingOf(packed).filter((slot) => slots.has(slot)).length;
      /** @template {{ count: number }} T @param {T[]} values @returns {T[]} */
      const best = (values) => values.filter((v) => v.count).sort((a, b) => b.count - a.count).slice(0, MOST_VALUES);
      const known = topics.map(([id, name, group, packed]) => ({ name, group, filter: `topic:${id}`, count: count(packed) }));
      /** @type {Map<string, typeof known>} */
      const groups = new Map();
      for (const topic of best(known)) groups.set(topic.group, [...(groups.get(topic.group) ?? []), topic]);
      const shown = [...groups].map(([group, values]) => facet(group, values));
      const rest = /** @type {const} */ ([
        ["Year", best(years.map(([year, packed]) => ({ name: year, filter: `year:${year}`, count: count(packed) })))],
        ["Venue", best(venues.map(([id, name, packed]) => ({ name, filter: `venue:${id}`, count: count(packed) })))],
        ["Listing", best(listings.map(([id, title, packed]) => ({ name: title, filter: `listing:${id}`, count: count(packed) })))],
        ["Code", best([{ name: "with code", filter: "has:code", count: count(code) }])],
      ]);
      for (const [title, values] of rest) if (values.length) shown.push(facet(title, values));
      draw(facets, shown, (button) => /** @type {HTMLButtonElement} */ (button).value);
    };

    const empty = () => {
      const here = (/** @type {string} */ path, /** @type {string} */ text) => {
        const link = element("a", "", text);
        link.href = new URL(path + (search.site.protocol === "file:" ? "index.html" : ""), search.site).href;
        return link;
      };
      return element(
        "p",
        "lw-empty",
        "Nothing was found. Try fewer or other words, leave out filters, or look through the ",
        here("topics/", "topics"),
        " and the ",
        here("papers/", "papers from A to Z"),
        ".",
      );
    };

    /** @param {boolean} isTyped whether the reader may still type on */
    const update = async (isTyped = false) => {
      const query = LitwikiQuery.parse(input.value, isTyped);
      const asked = `${query.filters.some(({ open }) => open)} ${input.value}`;
      if (asked === sought) return; // what is drawn anew takes a click away that has begun
      sought = asked;
      const mine = ++turn;
      isAwake = false;
      waiting = [];
      const address = new URL(location.href);
      if (input.value.trim()) address.searchParams.set("q", input.value);
      else address.searchParams.delete("q");
      history.replaceState(history.state, "", address);
      const isEmpty = !input.value.trim();
      hints?.toggleAttribute("hidden", !isEmpty);
      if (isEmpty) document.documentElement.classList.remove("asked"); // early.js hid them for the address
      found.hidden = isEmpty;
      if (isEmpty) {
        status.textContent = "";
        problems.replaceChildren();
        last = null;
        return;
      }
      const isEarly = !isTyped && input.value === search.early?.text;
      const answer = await (isEarly && search.early ? search.early.answer : LitwikiEngine.search(search.index, query));
      if (mine !== turn) return; // somebody typed on
      const headings = await Promise.all(answer.headings.slice(0, 2).map((slot) => record(search, slot)));
      const count = isStrict(query) ? MOST : FIRST;
      const rows = await next({ query, answer, next: 0 }, count, () => mine !== turn);
      if (!rows) return;
      const isFiltered = query.filters.length + query.phrases.length + query.without.length > 0;
      const tops = isFiltered ? [] : headings.filter((doc) => doc !== null);
      const heads = tops.map((doc) => result(search, doc, { near: false, matched: answer.matched }));
      draw(list, [...heads, ...rows, ...(rows.length ? [] : [empty()])], (link) => /** @type {HTMLAnchorElement} */ (link).href);
      end.disconnect(); // so that it says anew what is in the window
      end.observe(more);
      say(query, answer, rows.length);
      sayProblems(answer.problems);
      await showFacets();
    };

    more.addEventListener("click", async () => {
      const from = last;
      const rows = from && (await next(from, MOST, () => last !== from));
      const isRest = from && rows && from.next === from.answer.good && !isStrict(from.query);
      if (isRest) list.append(element("p", "lw-results__rest", `The ${rest(from.answer)}:`));
      list.append(...(rows ?? []));
      rows?.[0]?.querySelector("a")?.focus();
    });
    // Every result costs a file, so those below the window wait for somebody who comes near them.
    const end = new IntersectionObserver(
      async ([seen]) => {
        const from = last;
        if (!seen?.isIntersecting || from?.next !== FIRST || from.answer.good <= FIRST) return;
        const rows = await next(from, MOST - FIRST, () => last !== from);
        list.append(...(rows ?? []));
      },
      { rootMargin: "0px 0px 100px" },
    );
    list.addEventListener("pointerover", wake);
    list.addEventListener("focusin", wake);
    window.addEventListener("scroll", wake, { passive: true });
    narrow.addEventListener("toggle", showFacets);
    LitwikiOfferList.attach(input, search);
    input.addEventListener("input", settled(() => void update(true), 80));
    input.addEventListener("input", settled(() => void update(), 1200)); // by now the last filter is whole
    input.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      update();
    });
    // From the box to the results and between them with the arrow keys.
    document.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("a.lw-result__title")]);
      const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      if (event.defaultPrevented || !step || (at < 0 && (document.activeElement !== input || step < 0))) return;
      event.preventDefault();
      (links[at + step] ?? (at + step < 0 ? input : links[at]))?.focus();
    });
    if (input.value) update();
  };

  return { attach };
})();
