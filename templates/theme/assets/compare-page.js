// The page /compare/: papers of the address (?p=a,b,c), or those that this browser keeps, side by side; and files of them.
// Everything comes from the records under api/, and BibTeX from the papers' pages.
"use strict";
(() => {
  /**
   * @typedef {{ slug: string, title: string, url: string, authors: string[], authors_complete: boolean, year: number | null,
   *   venue: string, topics: string[], topic_names: string[], summary: string, plain: { authors?: string[], summary?: string, venue?: string },
   *   plain_title: string, links: { kind: string, url: string }[], read: { url: string, label: string } | null,
   *   status: { kind: string } | null, results?: Record<string, { values: Record<string, string>, note: string }> }} Paper
   * @typedef {{ id: string, name: string, columns?: { key: string, name: string, unit: string, better: string | null }[] }} Topic
   * @typedef {{ label: string, cells: (Node | string)[], plain: string[] }} Row what a row shows, and the same for files
   */
  const { page, load, record, make } = /** @type {any} */ (window).litwiki;
  const { MOST, valid, keep, ticked } = /** @type {any} */ (window).litwikiCompare;
  const box = /** @type {HTMLElement} */ (document.querySelector(".lw-compare"));
  const SHOWN_AUTHORS = 6;

  const asked = new URLSearchParams(location.search).get("p");
  /** @type {string[]} */
  let slugs = asked === null ? ticked() : valid(asked.split(","));
  /** How many names the address has beyond those. */
  let beyond = new Set(asked?.split(",").filter(Boolean)).size - (asked ? slugs.length : 0);

  /** @param {string} url @param {string} label */
  const link = (url, label) => {
    const made = /** @type {HTMLAnchorElement} */ (make("a", "", label));
    made.href = url;
    return made;
  };
  const host = (/** @type {string} */ url) => new URL(url).hostname.replace(/^www\./, "");

  const authors = (/** @type {Paper} */ { plain, authors: stored, authors_complete: isComplete }) => {
    const all = plain.authors ?? stored;
    const shown = all.length > SHOWN_AUTHORS ? all.slice(0, SHOWN_AUTHORS - 1) : all;
    const more = all.length - shown.length;
    return shown.join(", ") + (more ? ` and ${more} more` : isComplete || !all.length ? "" : " et al.");
  };

  /** The topics in whose tables papers report something. @param {Paper[]} papers @returns {Promise<Topic[]>} */
  const tablesOf = async (papers) => {
    const ids = [...new Set(papers.flatMap(({ results }) => Object.keys(results ?? {})))];
    const found = await Promise.all(ids.map((id) => load(`api/topics/${id}.json`).catch(() => null)));
    return found.filter((topic) => topic?.columns);
  };

  /** What papers report in a topic's table: a row a column, and under which conditions. @param {Topic} topic @param {Paper[]} papers @returns {Row[]} */
  const reported = (topic, papers) => {
    const of = papers.map(({ results }) => results?.[topic.id]);
    const row = (/** @type {string} */ label, /** @type {string[]} */ plain) => ({ label, cells: plain.map((text) => make("bdi", "", text)), plain });
    return [
      ...(topic.columns ?? []).map(({ key, name, unit, better }) =>
        row(`${name}${unit ? ` (${unit})` : ""}${better ? `, ${better} is better` : ""}`, of.map((said) => String(said?.values[key] ?? "")))),
      row(`Read in, for ${topic.name}`, of.map((said) => said?.note ?? "")),
    ];
  };

  /** Every row that some paper has something to say in. @param {Paper[]} papers @param {Topic[]} tables @returns {Row[]} */
  const rowsOf = (papers, tables) => {
    const text = (/** @type {string} */ label, /** @type {(paper: Paper) => string} */ say) => {
      const plain = papers.map(say);
      return { label, cells: plain.map((words) => make("bdi", "", words)), plain };
    };
    const links = papers.map((paper) => [
      ...(paper.read ? [{ label: paper.read.label, url: paper.read.url }] : []),
      ...paper.links.filter(({ url }) => url !== paper.read?.url).map(({ kind, url }) => ({ label: `${kind}, ${host(url)}`, url })),
    ]);
    const rows = [
      text("Status", ({ status }) => status?.kind ?? ""),
      text("Authors", authors),
      text("Year", ({ year }) => (year ? String(year) : "")),
      text("Venue", ({ plain, venue }) => plain.venue ?? venue),
      {
        label: "Topics",
        cells: papers.map((paper) => make("span", "lw-chips", ...paper.topics.flatMap((topic, i) => {
          const chip = link(page(`topics/${topic}/`), paper.topic_names[i]);
          chip.className = papers.length > 1 && papers.every((other) => other.topics.includes(topic)) ? "lw-chip lw-chip--shared" : "lw-chip";
          return [chip, " "];
        }))),
        plain: papers.map((paper) => paper.topic_names.join("; ")),
      },
      text("Summary", ({ plain, summary }) => plain.summary ?? summary),
      ...tables.flatMap((topic) => reported(topic, papers)),
      {
        label: "Links",
        cells: links.map((some) => make("ul", "", ...some.map(({ url, label }) => make("li", "", link(url, label))))),
        plain: links.map((some) => some.map(({ url }) => url).join(" ")),
      },
    ];
    return rows.filter(({ plain }) => plain.some(Boolean));
  };

  // --- files ----------------------------------------------------------------------------------------------

  /** A value for a spreadsheet: quoted, and what would be a formula there is text. @param {string} text */
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const csv = (/** @type {Paper[]} */ papers, /** @type {Row[]} */ rows) =>
    [["Title", ...rows.map(({ label }) => label), "Address"],
      ...papers.map((paper, i) => [paper.plain_title, ...rows.map(({ plain }) => plain[i]), page(paper.url)]),
    ].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";

  /** Text in a cell of a Markdown table, where signs mean nothing. @param {string} text */
  const plainMarkdown = (text) => text.replace(/[\\`*_{}[\]<>()#+!|~$&^=-]/g, "\\$&").replace(/\s+/g, " ");
  const markdown = (/** @type {Paper[]} */ papers, /** @type {Row[]} */ rows) => {
    const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |\n`;
    return line(["", ...papers.map((paper) => `[${plainMarkdown(paper.plain_title)}](${page(paper.url)})`)]) +
      line(["---", ...papers.map(() => "---")]) +
      rows.map(({ label, plain }) => line([plainMarkdown(label), ...plain.map((text, i) =>
        label === "Links" ? text.split(" ").filter(Boolean).map((url) => `<${url.replace(/[<>|]/g, encodeURIComponent)}>`).join(" ") : plainMarkdown(plain[i]))])).join("");
  };
  /** The BibTeX that each paper's page shows. @param {Paper[]} papers */
  const bibtex = async (papers) => {
    const found = await Promise.all(papers.map(async ({ url }) => {
      const answer = await fetch(page(url));
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
      return shown.querySelector('.lw-cite code')?.textContent ?? "";
    }));
    return `${found.filter(Boolean).join("\n\n")}\n`;
  };

  const save = (/** @type {string} */ name, /** @type {string} */ type, /** @type {string} */ text) => {
    const made = link(URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` })), "");
    made.download = name;
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
  };

  // --- the page -------------------------------------------------------------------------------------------

  const remove = async (/** @type {string} */ slug) => {
    slugs = slugs.filter((other) => other !== slug);
    beyond = 0;
    keep(ticked().filter((/** @type {string} */ other) => other !== slug));
    await show();
    /** @type {HTMLElement | null} */ (box.querySelector("button, a"))?.focus();
  };

  const heading = (/** @type {Paper} */ paper) => {
    const away = /** @type {HTMLButtonElement} */ (make("button", "lw-compare__away", "Remove"));
    away.type = "button";
    away.setAttribute("aria-label", `Remove ${paper.plain_title}`);
    away.addEventListener("click", () => void remove(paper.slug));
    const name = link(page(paper.url), paper.plain_title);
    name.className = "lw-title";
    const made = make("th", "", name, away);
    made.setAttribute("scope", "col");
    made.dir = "auto";
    return made;
  };

  const table = (/** @type {Paper[]} */ papers, /** @type {Row[]} */ rows) => {
    const body = rows.map(({ label, cells }) => {
      const head = make("th", "", label);
      head.setAttribute("scope", "row");
      return make("tr", label === "Status" ? "lw-compare__status" : "", head, ...cells.map((one) => {
        const made = make("td", "", one);
        made.dir = "auto";
        return made;
      }));
    });
    const frame = make("div", "lw-compare__frame", make("table", "", make("thead", "", make("tr", "", make("td"), ...papers.map(heading))), make("tbody", "", ...body)));
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", "Papers side by side");
    return frame;
  };

  const files = (/** @type {Paper[]} */ papers, /** @type {Row[]} */ rows) => {
    const said = make("span", "lw-downloads__said");
    said.setAttribute("role", "status");
    const button = (/** @type {string} */ label, /** @type {() => unknown} */ act) => {
      const made = /** @type {HTMLButtonElement} */ (make("button", "lw-downloads__form", label));
      made.type = "button";
      made.addEventListener("click", async () => {
        said.textContent = "";
        try {
          await act();
        } catch {
          said.textContent = ` ${label} could not be made; check the connection and try again.`;
        }
      });
      return made;
    };
    const copy = async () => {
      await navigator.clipboard.writeText(location.href);
      said.textContent = " Copied.";
    };
    return make("p", "lw-downloads", "Take them along: ",
      ...(location.protocol === "file:" ? [] : [button("BibTeX", async () => save("compare.bib", "application/x-bibtex", await bibtex(papers))), " · "]),
      button("CSV", () => save("compare.csv", "text/csv", csv(papers, rows))), " · ",
      button("Markdown", () => save("compare.md", "text/markdown", markdown(papers, rows))), " · ",
      button("Copy the address of this comparison", copy), said);
  };

  let run = 0;
  const show = async () => {
    const mine = ++run;
    const url = new URL(location.href);
    url.search = slugs.length ? `?p=${slugs.join(",")}` : "";
    history.replaceState(history.state, "", url);
    /** @type {(Paper | null)[]} */
    const found = await Promise.all(slugs.map((slug) => record(slug).catch(() => null)));
    if (mine !== run) return;
    const papers = found.flatMap((paper) => (paper ? [paper] : []));
    const missing = slugs.filter((_, i) => !found[i]);
    const rows = rowsOf(papers, await tablesOf(papers));
    if (mine !== run) return;
    const parts = [];
    if (beyond) parts.push(make("p", "lw-compare__missing", `Left out of what the address names: ${beyond}. No more than ${MOST} papers stand side by side, each by the name of its page.`));
    if (missing.length) parts.push(make("p", "lw-compare__missing", `Not in this wiki, or not loaded: ${missing.join(", ")}.`));
    if (papers.length) parts.push(table(papers, rows), files(papers, rows));
    if (papers.length < 2) {
      parts.push(make("p", "", papers.length ? "One paper is not much of a comparison. " : "Nothing is ticked yet. ",
        "Tick “Compare” at papers in ", link(page("papers/"), "any list"), " or in the ", link(page("search/"), "search"), `, up to ${MOST} of them, and come back.`));
    }
    box.replaceChildren(...parts);
  };

  // Somebody else's comparison is shown and not kept: it does not take the place of what one ticked oneself.
  void show();
})();
