// The page /edit/: forms for a new paper, topic or listing, and for the changes of a paper; what comes of them as one
// types, and the way to GitHub. Nothing leaves the browser before somebody follows that way.
"use strict";

(() => {
  const host = document.querySelector(".lw-edit");
  if (!(host instanceof HTMLElement)) return;
  const { make, record: recordOf, page: addressOf } = /** @type {any} */ (window).litwiki;
  const text = LitwikiEditText;
  const data = /** @type {EditData & { repository: string, branch: string, incoming: string, types: string[], groups: string[] }} */ (
    JSON.parse(host.dataset.edit ?? "{}"));
  const LONGEST_ADDRESS = 7_500; // GitHub answers longer ones with an error, from some 8 kB on

  /** @typedef {{ name: string, label: string, hint?: string, rows?: number, options?: string[], suggest?: string[], needed?: boolean }} Field */
  const topicNames = data.topics.map(({ id }) => id);
  /** @type {Record<string, { label: string, fields: Field[] }>} */
  const FORMS = {
    paper: {
      label: "A paper",
      fields: [
        { name: "title", label: "Title", hint: "As the paper prints it.", needed: true },
        { name: "authors", label: "Authors", hint: "One a line, as printed, in order.", rows: 3 },
        { name: "year", label: "Year", hint: "Four digits." },
        { name: "type", label: "Type", options: ["", ...data.types] },
        { name: "venue", label: "Venue", hint: "The journal, conference or book, as printed." },
        { name: "arxiv", label: "arXiv id", hint: "Such as 2410.23168, or its address." },
        { name: "doi", label: "DOI", hint: "Such as 10.1000/182, or its address." },
        { name: "code", label: "Code", hint: "The address of the authors' code." },
        { name: "project", label: "Project page" },
        { name: "topics", label: "Topics", hint: "Most central first; choose below or type.", rows: 2, suggest: topicNames },
        { name: "summary", label: "Summary", hint: "Two to four sentences of your own; the first stands alone in lists.", rows: 4 },
        { name: "names", label: "Names", hint: "What other papers call it, between commas." },
        { name: "notes", label: "Notes", hint: "Markdown.", rows: 4 },
      ],
    },
    topic: {
      label: "A topic",
      fields: [
        { name: "name", label: "Name", hint: "As readers see it.", needed: true },
        { name: "definition", label: "Definition", hint: "What belongs here, in a sentence or two.", rows: 3, needed: true },
        { name: "group", label: "Group", hint: "The heading that it belongs under.", suggest: data.groups },
        { name: "parent", label: "Wider topic", options: ["", ...topicNames] },
        { name: "keywords", label: "Keywords", hint: "Words by which papers of this topic are found, one a line.", rows: 3 },
        { name: "introduction", label: "Introduction", hint: "Markdown.", rows: 4 },
      ],
    },
    listing: {
      label: "A listing",
      fields: [
        { name: "title", label: "Title", hint: "Leave it empty for one made of source and date." },
        { name: "date", label: "Date", hint: "YYYY-MM-DD, if the listing prints none or no year." },
        { name: "listing", label: "Listing", hint: "The text of a page of papers, a bibliography, ids: paste it here.", rows: 12, needed: true },
      ],
    },
  };

  let form = "paper";
  let changed = ""; // the slug of the paper whose changes are wanted
  /** @type {EditValues} */
  let before = {};
  /** @type {EditValues} */
  let values = {};
  let turn = 0;

  const tabs = make("div", "lw-edit__tabs");
  tabs.setAttribute("role", "group");
  tabs.setAttribute("aria-label", "What to add");
  const fields = make("div", "lw-edit__fields");
  const problems = make("ul", "lw-edit__problems");
  const said = make("p", "lw-edit__said");
  said.setAttribute("role", "status");
  const likely = make("div", "lw-edit__likely");
  likely.setAttribute("role", "status");
  const preview = make("div", "lw-edit__preview");
  const file = make("pre", "lw-edit__file");
  file.tabIndex = 0;
  const path = make("p", "lw-edit__path");
  const go = make("a", "lw-edit__go");
  go.target = "_blank";
  go.rel = "noopener";
  const copy = make("button", "lw-edit__copy", "Copy the text");
  copy.type = "button";
  const outcome = make("section", "lw-edit__outcome", make("h2", "", "What comes of it"), preview, path, file, problems, said, make("p", "lw-edit__way", go, " ", copy));

  const today = () => {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  };

  /** The ids of topics for what a person typed: an id, or a name. @param {string} typed */
  const topicsOf = (typed) =>
    text.words(typed).map((word) => data.topics.find(({ id, name }) => id === word || name.toLowerCase() === word.toLowerCase())?.id ?? word).join("\n");

  /** The form's values as files have them. @returns {EditValues} */
  const settled = () => ({ ...values, ...(form === "paper" ? { topics: topicsOf(values.topics ?? "") } : {}) });

  /** What is proposed: where, what, and by which page of GitHub. */
  const proposal = () => {
    const now = settled();
    if (form === "topic") return { path: `content/topics/${text.slugify(now.name ?? "") || "topic"}.md`, content: text.topic(now) };
    if (form === "listing") {
      const name = text.slugify(now.title ?? "") || "listing";
      const content = (now.listing ?? "").replace(/\r\n?/g, "\n").trim() + "\n";
      return { path: data.incoming ? `${data.incoming}/${[now.date, name].filter(Boolean).join("-")}.txt` : "", content };
    }
    if (changed) return { path: `content/papers/${changed}.md`, content: changes(now) };
    const slug = text.slugOf(now.title ?? "", text.lines(now.authors ?? "")[0] ?? "", text.clean(now.year ?? "")) || "paper";
    return { path: `content/papers/${slug}.md`, content: text.paper(now, today()) };
  };

  /** The lines of a paper's front matter that differ from what the site shows. @param {EditValues} now */
  const changes = (now) => {
    const split = (/** @type {EditValues} */ of) => {
      /** @type {Map<string, string>} */
      const keys = new Map();
      let key = "";
      for (const line of text.paper(of, "null").split("\n---\n")[0]?.split("\n").slice(1) ?? []) {
        const found = /^([a-z_]+):/.exec(line);
        key = found?.[1] ?? key;
        keys.set(key, keys.has(key) ? `${keys.get(key)}\n${line}` : line);
      }
      return keys;
    };
    const old = split(before);
    const lines = [...split(now)].filter(([key, line]) => old.get(key) !== line).map(([, line]) => line);
    const notes = (now.notes ?? "").trim();
    return lines.join("\n") + (notes && notes !== (before.notes ?? "").trim() ? `\n---\n\n${notes}\n` : "");
  };

  const show = () => {
    const now = settled();
    const { path: where, content } = proposal();
    const found = form === "paper" ? LitwikiEditChecks.paper(now, data) : form === "topic" ? LitwikiEditChecks.topic(now, data) : LitwikiEditChecks.listing(now);
    const errors = found.filter(({ severity }) => severity === "error");
    problems.replaceChildren(...found.map(({ code, severity, message, field }) => {
      const item = make("li", `lw-edit__problem lw-edit__problem--${severity}`, make("code", "", code), ` ${message}`);
      item.dataset.field = field;
      return item;
    }));
    for (const input of /** @type {NodeListOf<HTMLElement>} */ (fields.querySelectorAll("[name]")))
      input.setAttribute("aria-invalid", String(errors.some(({ field }) => field === input.getAttribute("name") && (values[field] ?? "") !== "")));
    path.replaceChildren(where ? "A file " : "An issue with this text", ...(where ? [make("code", "", where)] : []), changed ? ": replace these lines in it" : "");
    file.textContent = content || "Nothing is changed yet.";
    preview.replaceChildren(...previewed(now));
    way(where, content, errors.length > 0);
  };

  /** Whether the file says who checked a summary that is another one now. */
  const outdated = () => Boolean(before.summary_by) && text.clean(values.summary ?? "") !== text.clean(before.summary ?? "");

  /** Where the button leads. @param {string} where @param {string} content @param {boolean} isFaulty */
  const way = (where, content, isFaulty) => {
    const { repository, branch } = data;
    const query = new URLSearchParams(form === "listing" && !where
      ? { template: "add-listing.yml", title: values.title ?? "", date: values.date ?? "", listing: content }
      : { filename: where, value: content });
    const isNew = !changed;
    let address = isNew && where ? `${repository}/new/${encodeURIComponent(branch)}` : isNew ? `${repository}/issues/new` : `${repository}/edit/${encodeURIComponent(branch)}/${where}`;
    let isCopied = !isNew;
    if (isNew) {
      const whole = `${address}?${query}`;
      isCopied = whole.length > LONGEST_ADDRESS;
      if (isCopied) query.delete(where ? "value" : "listing");
      address = `${address}?${query}`;
    }
    const open = Boolean(repository) && !isFaulty && Boolean(content.trim());
    go.hidden = !repository;
    if (open) go.href = address;
    else go.removeAttribute("href");
    go.setAttribute("aria-disabled", String(!open));
    go.textContent = isCopied ? "Copy the text and open GitHub" : "Go on at GitHub";
    go.dataset.copies = isCopied ? "yes" : "";
    said.textContent = !repository
      ? "This wiki names no repository: copy the text into that file."
      : isFaulty
        ? "Mend what is marked first."
        : !isNew
          ? `GitHub opens the file: paste these lines over those with the same names, and propose the change there.${outdated() ? " Its line summary_by says who wrote and checked the former summary: change that, too." : ""}`
          : isCopied
            ? "This is too long for an address: GitHub opens the file's name, and you paste the text."
            : "GitHub opens the file with this text; you propose it there, with your account.";
  };

  /** A page as the text would make it, without mathematics. @param {EditValues} now */
  const previewed = (now) => {
    const title = text.clean((form === "topic" ? now.name : now.title) ?? "");
    if (form === "listing" || !title) return [];
    const parts = [make("p", "lw-edit__title", title)];
    const summary = text.clean((form === "topic" ? now.definition : now.summary) ?? "");
    if (summary) parts.push(make("p", "", summary));
    const chips = text.words(now.topics ?? "").map((id) => make("span", "lw-chip", data.topics.find((topic) => topic.id === id)?.name ?? id));
    if (chips.length) parts.push(make("p", "", ...chips.flatMap((chip) => [chip, " "])));
    const facts = form === "paper" ? [text.lines(now.authors ?? "").join(", "), text.clean(now.venue ?? ""), text.clean(now.year ?? "")] : [text.clean(now.group ?? "")];
    if (facts.some(Boolean)) parts.push(make("p", "lw-edit__facts", facts.filter(Boolean).join(" · ")));
    return parts;
  };

  // --- papers that the wiki has ----------------------------------------------------------------------------

  const search = async () => {
    const mine = ++turn;
    const title = text.clean(values.title ?? "");
    const ids = text.ids(values).map(([, id]) => id);
    if (form !== "paper" || changed || (title.length < 4 && !ids.length) || !window.litwikiSearch) {
      likely.replaceChildren();
      return;
    }
    try {
      const ready = await window.litwikiSearch();
      const slots = [];
      for (const asked of [...ids, ...(title.length < 4 ? [] : [title])]) {
        const answer = await LitwikiEngine.search(ready.index, LitwikiQuery.parse(asked));
        slots.push(...answer.hits.filter(({ near }) => !near).slice(0, 4).map(({ slot }) => slot));
      }
      const docs = await Promise.all([...new Set(slots)].slice(0, 5).map((slot) => LitwikiResult.record(ready, slot)));
      if (mine !== turn) return;
      const same = (/** @type {string} */ one) => one.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
      const papers = docs.flatMap((doc) => (doc?.kind === "paper" ? [doc] : []));
      const list = papers.map((doc) => {
        const link = make("a", "", doc.title);
        link.href = addressOf(doc.url);
        return make("li", "", link, same(doc.title) === same(title) ? " has this title" : "");
      });
      likely.replaceChildren(...(list.length ? [make("p", "", "The wiki has papers like it. Is it one of these?"), make("ul", "", ...list)] : []));
    } catch {
      likely.replaceChildren();
    }
  };

  // --- the form --------------------------------------------------------------------------------------------

  /** @param {Field} field */
  const control = (field) => {
    const id = `lw-edit-${field.name}`;
    const label = make("label", "", field.label, ...(field.needed ? [make("span", "lw-edit__needed", " (needed)")] : []));
    label.htmlFor = id;
    const input = document.createElement(field.options ? "select" : field.rows ? "textarea" : "input");
    if (input instanceof HTMLSelectElement) for (const option of field.options ?? []) input.append(new Option(option || "–", option));
    if (input instanceof HTMLTextAreaElement) input.rows = field.rows ?? 3;
    input.id = id;
    input.name = field.name;
    input.value = values[field.name] ?? "";
    input.dir = "auto";
    const parts = [label];
    if (field.hint) {
      const hint = make("p", "lw-edit__hint", field.hint);
      hint.id = `${id}-hint`;
      input.setAttribute("aria-describedby", hint.id);
      parts.push(hint);
    }
    parts.push(input);
    input.addEventListener("input", () => {
      values[field.name] = input.value;
      show();
      if (["title", "arxiv", "doi"].includes(field.name)) {
        clearTimeout(timer);
        timer = setTimeout(search, 250);
      }
    });
    if (field.suggest?.length) parts.push(suggestions(field, /** @type {HTMLInputElement | HTMLTextAreaElement} */ (input)));
    if (field.name === "title" && form === "paper") parts.push(likely);
    return make("div", "lw-edit__field", ...parts);
  };
  let timer = 0;

  /** Buttons for what the wiki has, those that fit first. @param {Field} field @param {HTMLInputElement | HTMLTextAreaElement} input */
  const suggestions = (field, input) => {
    const box = make("div", "lw-edit__suggested");
    const update = () => {
      const several = Boolean(field.rows);
      const has = several ? text.words(input.value) : [text.clean(input.value)];
      const said = new Set((Object.values(values).join(" ").toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []));
      const fit = (/** @type {string} */ id) => {
        const topic = data.topics.find((one) => one.id === id);
        return `${id} ${topic?.name ?? ""}`.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => said.has(word)).length;
      };
      const left = (field.suggest ?? []).filter((id) => !has.includes(id)).map((id) => ({ id, fit: fit(id) }));
      left.sort((one, other) => other.fit - one.fit);
      box.replaceChildren(...left.slice(0, 8).map(({ id }) => {
        const button = make("button", "lw-chip", data.topics.find((topic) => topic.id === id)?.name ?? id);
        button.type = "button";
        button.addEventListener("click", () => {
          input.value = several ? [...has.filter(Boolean), id].join(", ") : id;
          input.dispatchEvent(new Event("input"));
          update();
        });
        return button;
      }));
    };
    input.addEventListener("input", update);
    // While one types, and not when one leaves a field: a click on a suggestion would find another one there.
    fields.addEventListener("input", (/** @type {Event} */ event) => {
      if (["title", "summary"].includes(/** @type {HTMLInputElement} */ (event.target).name)) update();
    });
    update();
    return box;
  };

  const draw = () => {
    tabs.replaceChildren(...(changed ? [] : Object.entries(FORMS).map(([name, { label }]) => {
      const button = make("button", "", label);
      button.type = "button";
      button.setAttribute("aria-pressed", String(name === form));
      button.addEventListener("click", () => {
        form = name;
        likely.replaceChildren();
        draw();
      });
      return button;
    })));
    fields.replaceChildren(...(FORMS[form]?.fields ?? []).map(control));
    show();
  };

  /** What the site shows of a paper, as values of the form. @param {string} slug */
  const known = async (slug) => {
    const record = await recordOf(slug);
    const address = (/** @type {string} */ kind) => record.links.find((/** @type {{ kind: string }} */ link) => link.kind === kind)?.url ?? "";
    return {
      title: record.title, authors: record.authors.join("\n"), year: String(record.year ?? ""), type: record.type, venue: record.venue,
      arxiv: record.ids.arxiv ?? "", doi: record.ids.doi ?? "", code: address("code"), project: address("project"),
      topics: record.topics.join(", "), summary: record.summary, summary_by: record.summary_by ? "yes" : "", names: record.names.join(", "), notes: record.notes,
    };
  };

  const copied = async () => {
    await navigator.clipboard.writeText(proposal().content);
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy the text"), 2_000);
  };
  copy.addEventListener("click", copied);
  go.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    if (!go.href) event.preventDefault();
    else if (go.dataset.copies) copied().catch(() => undefined);
  });

  const start = async () => {
    const asked = new URL(location.href).searchParams;
    form = Object.hasOwn(FORMS, asked.get("new") ?? "") ? String(asked.get("new")) : "paper";
    const slug = asked.get("paper") ?? "";
    if (/^[a-z0-9-]{1,60}$/.test(slug)) {
      try {
        before = await known(slug);
        values = { ...before };
        changed = slug;
        form = "paper";
        const back = make("a", "", before.title ?? slug);
        back.href = addressOf(`papers/${slug}/`);
        host.before(make("p", "lw-edit__of", "Changes to ", back));
      } catch { /* no such paper: the form is for a new one */ }
    }
    host.replaceChildren(tabs, make("form", "lw-edit__form", fields), outcome);
    host.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
    draw();
  };
  start();
})();
