// Filters and sorts a list of papers. Without scripts the list stands there whole, page by page; with them a bar
// above it narrows it down, and what was chosen stands in the address, so that a view can be shared.
"use strict";
(() => {
  /**
   * @typedef {{index: number, rank: number, year: number | null, code: boolean, topics: string[],
   *   listings: string[], venue: string}} Row a paper as the facets give it
   * @typedef {[slug: string, title: string, tldr: string, by: string, venue: string, read: string, where: string, status: string]} Shown
   * @typedef {{rows: Row[], topics: Map<string, [name: string, group: string]>, listings: Map<string, string>, venues: Map<string, string>}} Facets
   */
  const { root, page, load, make } = /** @type {any} */ (window).litwiki;
  const PER_PART = 200; // as exports/lists.py writes them
  const STEP = 50;
  const MOST_VENUES = 200; // that can be chosen, those with most papers
  const PATIENCE = 120; // ms of silence before words are looked for
  const KEYS = /** @type {const} */ (["words", "topic", "group", "year", "venue", "listing", "code", "sort"]);

  /** Letters without their marks, so that `Ansatz` finds `Ansätz`. */
  const plain = (/** @type {string} */ text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /** @returns {Promise<Facets>} */
  const loadFacets = async (/** @type {string} */ list) => {
    /** @type {Facets} */
    const facets = { rows: [], topics: new Map(), listings: new Map(), venues: new Map() };
    for (let next = "facets-1.json"; next; ) {
      const part = await load(list + next);
      for (const [id, name, group] of part.topics) facets.topics.set(id, [name, group]);
      for (const [id, title] of part.listings) facets.listings.set(id, title);
      for (const [id, name] of part.venues ?? []) facets.venues.set(id, name);
      for (let i = 0; i < part.rank.length; i++) {
        facets.rows.push({
          index: facets.rows.length,
          rank: part.rank[i],
          year: part.year[i],
          code: part.code[i] === "1",
          topics: part.in_topics[i].map((/** @type {number} */ n) => part.topics[n][0]),
          listings: part.in_listings[i].map((/** @type {number} */ n) => part.listings[n][0]),
          venue: part.venues?.[part.in_venue[i] ?? -1]?.[0] ?? "",
        });
      }
      next = part.next;
    }
    return facets;
  };

  /** @type {Record<string, (facets: Facets, chosen: string) => (row: Row) => boolean>} */
  const TESTS = {
    topic: (_, chosen) => (row) => row.topics.includes(chosen),
    group: (facets, chosen) => (row) => row.topics.some((topic) => facets.topics.get(topic)?.[1] === chosen),
    year: (_, chosen) => (row) => String(row.year ?? "") === chosen,
    venue: (_, chosen) => (row) => row.venue === chosen,
    listing: (_, chosen) => (row) => row.listings.includes(chosen),
    code: () => (row) => row.code,
  };
  /** @type {Record<string, (a: Row, b: Row) => number>} */
  const ORDERS = {
    title: (a, b) => a.rank - b.rank,
    year: (a, b) => (b.year ?? 0) - (a.year ?? 0) || a.rank - b.rank,
    added: (a, b) => b.index - a.index,
    repeats: (a, b) => b.listings.length - a.listings.length || a.rank - b.rank,
  };

  const begin = (/** @type {HTMLElement} */ bar) => {
    const list = new URL(bar.dataset.list ?? "", location.href).href.slice(root.href.length);
    const whole = /** @type {HTMLElement} */ (document.querySelector(".lw-list"));
    const count = bar.dataset.count ?? "";
    const latest = Number(bar.dataset.newest ?? 0); // so many stand on the page, of a list whose last come first
    const asked = new URLSearchParams(location.search);
    /** @type {Record<string, string>} */
    const state = Object.fromEntries(KEYS.map((key) => [key, asked.get(key) ?? ""]));
    /** @type {Promise<Facets> | null} */
    let facets = null;
    let limit = STEP;
    let run = 0;

    const words = /** @type {HTMLInputElement} */ (make("input"));
    Object.assign(words, { type: "search", name: "words", autocomplete: "off", value: state.words });
    words.placeholder = count === "1" ? "Filter 1 paper" : `Filter ${Number(count).toLocaleString("en")} papers`;
    words.setAttribute("aria-label", words.placeholder);
    const more = /** @type {HTMLButtonElement} */ (make("button", "lw-filter__more", "Filter and sort"));
    more.type = "button";
    const fields = make("div", "lw-filter__fields");
    fields.id = "lw-filter-fields";
    more.setAttribute("aria-controls", fields.id);
    const open = (/** @type {boolean} */ isOpen) => {
      more.setAttribute("aria-expanded", String(isOpen));
      fields.hidden = !isOpen;
    };
    open(false);
    const status = make("p", "lw-filter__status");
    status.setAttribute("role", "status");
    const clear = /** @type {HTMLButtonElement} */ (make("button", "lw-filter__clear", "Clear"));
    Object.assign(clear, { type: "button", hidden: true });
    const form = make("form", "lw-filter__form", words, more, clear, fields);
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Filter the papers of this list");
    bar.append(form, status);
    const found = make("div", "lw-papers lw-filtered");
    found.hidden = true;
    whole.before(found);

    const get = () => {
      facets ??= loadFacets(list).then((got) => (draw(got), got));
      facets.catch(() => {
        facets = null;
        status.textContent = "The list could not be loaded; check the connection and try again.";
      });
      return facets;
    };

    /** One field of choices with the number of papers that each would leave. */
    const choose = (/** @type {string} */ label, /** @type {string} */ name) => {
      const select = /** @type {HTMLSelectElement} */ (make("select"));
      select.name = name;
      select.addEventListener("change", () => {
        const [kind, ...rest] = select.value.split(":");
        if (name === "topic") state.group = kind === "group" ? rest.join(":") : "";
        state[name] = name === "topic" && kind === "group" ? "" : select.value;
        changed();
      });
      fields.append(make("label", "", make("span", "", label), select));
      return select;
    };
    /** @type {Record<string, HTMLSelectElement>} */
    const selects = {};
    /** @type {HTMLInputElement | null} */
    let code = null;

    const draw = (/** @type {Facets} */ got) => {
      const years = new Set(got.rows.map((row) => row.year).filter(Boolean));
      if (got.topics.size > 1) selects.topic = choose("Topic", "topic");
      if (years.size > 1) selects.year = choose("Year", "year");
      if (got.venues.size > 1) selects.venue = choose("Venue", "venue");
      if (got.listings.size > 1) selects.listing = choose("Listing", "listing");
      selects.sort = choose("Order", "sort");
      const withCode = got.rows.filter((row) => row.code).length;
      if (withCode && withCode < got.rows.length) {
        code = /** @type {HTMLInputElement} */ (make("input"));
        code.type = "checkbox";
        code.addEventListener("change", () => {
          state.code = code?.checked ? "1" : "";
          changed();
        });
        fields.append(make("label", "lw-filter__check", code, make("span", "", "With code")));
      }
    };

    /** Rows that fit everything chosen, except for the keys in `but`. */
    const fitting = (/** @type {Facets} */ got, /** @type {string[]} */ ...but) => {
      const tests = Object.entries(TESTS).flatMap(([key, test]) =>
        state[key] && !but.includes(key) ? [test(got, state[key])] : []);
      return got.rows.filter((row) => tests.every((test) => test(row)));
    };

    const option = (/** @type {string} */ value, /** @type {string} */ label, /** @type {string} */ chosen) => {
      const element = /** @type {HTMLOptionElement} */ (make("option", "", label));
      element.value = value;
      element.selected = value === chosen;
      return element;
    };
    const tally = (/** @type {string[]} */ values) => {
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      return counts;
    };

    /** Writes the choices anew, each with what it would leave. */
    const refresh = (/** @type {Facets} */ got) => {
      if (selects.topic) {
        const rows = fitting(got, "topic", "group");
        const topics = tally(rows.flatMap((row) => row.topics));
        const groups = tally(rows.flatMap((row) => [...new Set(row.topics.map((t) => got.topics.get(t)?.[1] ?? ""))]));
        const byGroup = new Map([...got.topics.values()].map(([, group]) => [group, /** @type {Node[]} */ ([])]));
        for (const [id, [name, group]] of got.topics) {
          const n = topics.get(id) ?? 0;
          if (n || id === state.topic) byGroup.get(group)?.push(option(id, `${name} (${n})`, state.topic));
        }
        const chosen = state.group && `group:${state.group}`;
        selects.topic.replaceChildren(option("", "All", state.topic || chosen));
        for (const [group, options] of byGroup) {
          if (!options.length) continue;
          const part = /** @type {HTMLOptGroupElement} */ (make("optgroup"));
          part.label = group;
          part.append(option(`group:${group}`, `All of ${group} (${groups.get(group) ?? 0})`, chosen), ...options);
          selects.topic.append(part);
        }
      }
      if (selects.year) {
        const years = tally(fitting(got, "year").flatMap((row) => (row.year ? [String(row.year)] : [])));
        const order = [...years.keys()].sort().reverse();
        const options = order.map((year) => option(year, `${year} (${years.get(year)})`, state.year));
        selects.year.replaceChildren(option("", "All", state.year), ...options);
      }
      if (selects.venue) {
        const counts = tally(fitting(got, "venue").flatMap((row) => (row.venue ? [row.venue] : [])));
        const order = [...got.venues].filter(([id]) => counts.has(id) || id === state.venue);
        order.sort(([a], [b]) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
        const options = order.slice(0, MOST_VENUES).map(([id, name]) => option(id, `${name} (${counts.get(id) ?? 0})`, state.venue));
        selects.venue.replaceChildren(option("", "All", state.venue), ...options);
      }
      if (selects.listing) {
        const counts = tally(fitting(got, "listing").flatMap((row) => row.listings));
        const options = [...got.listings].map(([id, title]) =>
          option(id, `${title} (${counts.get(id) ?? 0})`, state.listing));
        selects.listing.replaceChildren(option("", "All", state.listing), ...options);
      }
      const orders = [latest ? ["", "Latest here first"] : ["", "As listed"], ["title", "Title"]];
      if (selects.year) orders.push(["year", "Newest year first"]);
      if (selects.listing) orders.push(["repeats", "Most repeated"]);
      selects.sort.replaceChildren(...orders.map(([value, label]) => option(value, label, state.sort)));
      if (code) code.checked = state.code === "1";
    };

    const changed = (most = STEP) => {
      limit = most;
      const url = new URL(location.href);
      for (const key of KEYS) {
        if (state[key]) url.searchParams.set(key, state[key]);
        else url.searchParams.delete(key);
      }
      history.replaceState(history.state, "", url);
      return apply();
    };

    /** @returns {Promise<Shown>} */
    const record = async (/** @type {Row} */ row) =>
      (await load(`${list}papers-${Math.floor(row.index / PER_PART) + 1}.json`))[row.index % PER_PART];

    const apply = async () => {
      const mine = ++run;
      const isActive = KEYS.some((key) => state[key]);
      clear.hidden = !isActive;
      if (!isActive) {
        found.hidden = true;
        whole.hidden = false;
        status.textContent = "";
        if (facets) refresh(await facets);
        return;
      }
      const got = await get().catch(() => null);
      if (!got || mine !== run) return;
      refresh(got);
      const rows = fitting(got);
      const order = ORDERS[state.sort || (latest ? "added" : "")];
      if (order) rows.sort(order);
      const sought = plain(state.words).split(/\s+/).filter(Boolean);
      /** @type {[Row, Shown][]} */
      const hits = [];
      let seen = 0;
      try {
        for (const row of rows) {
          if (hits.length > limit) break;
          const shown = await record(row);
          if (mine !== run) return;
          seen++;
          const text = sought.length ? plain(`${shown[1]} ${shown[2]}`) : "";
          if (sought.every((word) => text.includes(word))) hits.push([row, shown]);
        }
      } catch {
        status.textContent = "The papers could not be loaded; check the connection and try again.";
        return;
      }
      const isAll = seen === rows.length && hits.length <= limit;
      const n = sought.length && !isAll ? `more than ${limit}` : (sought.length ? hits.length : rows.length).toLocaleString("en");
      status.textContent = n === "0" ? "No paper of this list fits." : n === "1" ? "1 paper" : `${n} papers`;
      const items = make("ul", "", ...hits.slice(0, limit).map(([row, shown]) => item(got, row, shown)));
      const active = document.activeElement;
      const focused = active instanceof HTMLAnchorElement && found.contains(active) ? active.href : null;
      found.replaceChildren(items);
      // A late answer does not take the focus away from a paper that is still there.
      const again = [...found.querySelectorAll("a")].find((one) => one.href === focused);
      if (focused !== null) (again ?? words).focus({ preventScroll: true });
      if (!isAll || hits.length > limit) {
        const next = make("button", "lw-filter__next", "Show more");
        next.addEventListener("click", async () => {
          const before = limit;
          limit += STEP;
          await apply();
          /** @type {HTMLElement | null} */ (found.querySelectorAll(".lw-title")[before])?.focus();
        });
        found.append(next);
      }
      found.hidden = false;
      whole.hidden = true;
    };

    const link = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ path) => {
      const element = /** @type {HTMLAnchorElement} */ (make("a", name, label));
      element.href = page(path);
      return element;
    };
    const item = (/** @type {Facets} */ got, /** @type {Row} */ row, /** @type {Shown} */ [slug, title, tldr, by, venue, read, where, status]) => {
      const head = make("p", "", link("lw-title", title, `papers/${slug}/`));
      head.dir = "auto";
      if (status) head.prepend(make("bdi", `lw-became lw-became--${status}`, status), " ");
      if (row.code) head.append(" ", make("span", "lw-sign", "code"));
      if (row.listings.length > 1) {
        head.append(" ", make("span", "lw-sign lw-sign--repeat", `${row.listings.length} listings`));
      }
      const tail = make("p", "lw-by");
      const parts = [by, row.year ? String(row.year) : "", venue].filter(Boolean).map((text) => make("bdi", "", text));
      if (read) {
        const way = /** @type {HTMLAnchorElement} */ (make("a", "", where));
        way.href = read;
        parts.push(way);
      }
      parts.forEach((part, i) => tail.append(...(i ? [" · "] : []), part));
      const chips = make("p");
      for (const topic of row.topics) {
        chips.append(link("lw-chip", got.topics.get(topic)?.[0] ?? topic, `topics/${topic}/`), " ");
      }
      return make("li", "", head, ...(parts.length ? [tail] : []), ...(tldr ? [make("p", "", tldr)] : []), ...(row.topics.length ? [chips] : []));
    };

    let timer = 0;
    words.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        state.words = words.value.trim();
        changed();
      }, PATIENCE);
    });
    form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    form.addEventListener("focusin", () => void get().then(refresh, () => {}), { once: true });
    more.addEventListener("click", () => open(more.getAttribute("aria-expanded") !== "true"));
    clear.addEventListener("click", () => {
      for (const key of KEYS) state[key] = "";
      words.value = "";
      changed();
      words.focus();
    });
    if (latest && latest < Number(count)) {
      const older = make("button", "lw-filter__next", `Show more of ${count}`);
      older.addEventListener("click", async () => {
        state.sort = "added";
        await changed(latest + STEP);
        /** @type {HTMLElement | null} */ (found.querySelectorAll(".lw-title")[latest])?.focus();
      });
      whole.append(older);
    }
    if (KEYS.some((key) => state[key])) {
      if (KEYS.some((key) => key !== "words" && state[key])) open(true);
      apply().then(() => bar.scrollIntoView());
    }
  };

  for (const bar of document.querySelectorAll(".lw-filter[data-list]")) begin(/** @type {HTMLElement} */ (bar));
})();
