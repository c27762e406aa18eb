// The cite box: folded forms become tabs with buttons that copy and save. Without this file all of it can be read.
// @ts-check
"use strict";
(() => {
  /**
   * An element with its class and text.
   * @template {keyof HTMLElementTagNameMap} K
   * @param {K} name
   * @param {string} className
   * @param {string} [text]
   * @returns {HTMLElementTagNameMap[K]}
   */
  const make = (name, className, text = "") => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  };

  /**
   * A button that does nothing but what we listen for.
   * @param {string} className
   * @param {string} text
   */
  const button = (className, text) => {
    const element = make("button", className, text);
    element.type = "button";
    return element;
  };

  /**
   * Puts a text on the clipboard; where the browser has no clipboard for us (plain http), through the selection.
   * @param {HTMLElement} source the element whose text it is
   * @returns {Promise<boolean>} whether it is there
   */
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent ?? "");
      return true;
    } catch {
      const selection = getSelection();
      selection?.selectAllChildren(source);
      const done = document.execCommand("copy");
      if (done) selection?.removeAllRanges(); // else it stays selected, one key from being copied
      return done;
    }
  };

  const TYPES = /** @type {Record<string, string>} */ ({
    article: "UNPB", "article-journal": "JOUR", "paper-conference": "CONF", book: "BOOK", chapter: "CHAP",
    thesis: "THES", report: "RPRT", dataset: "DATA", software: "COMP",
  });

  /**
   * A record in RIS, of an item of CSL-JSON and of lines that it does not say: what `citations/ris.py` writes.
   * @param {any} item
   * @param {string} beside
   */
  const toRis = (item, beside) => {
    const type = TYPES[item.type] ?? "GEN";
    const name = (/** @type {any} */ one) => one.literal ?? [one.family, one.given, one.suffix].filter(Boolean).join(", ");
    const arxiv = (item.number ?? "").startsWith("arXiv:") ? item.number : "";
    const pages = /^([^\s,;–—-]+)\s*[–—-]+\s*([^\s,;–—-]+)$/.exec(item.page ?? "") ?? [, item.page];
    const date = (item.issued?.["date-parts"][0] ?? []).map((/** @type {number} */ part) => `${part}`.padStart(2, "0"));
    const lines = [
      ["TY", type], ["ID", item.id], ["TI", item.title],
      ...(item.author ?? []).map((/** @type {any} */ one) => ["AU", one.literal === "others" ? "et al." : name(one)]),
      ...(item.editor ?? []).map((/** @type {any} */ one) => ["ED", name(one)]),
      ["JO", type === "JOUR" && item["container-title"]], ["T2", item["container-title"]],
      ["VL", item.volume], ["IS", item.issue ?? (arxiv ? "" : item.number)], ["SP", pages[1]], ["EP", pages[2]],
      ["PB", type === "UNPB" && arxiv && item.publisher === "arXiv" ? "" : item.publisher],
      ["PY", date[0]], ["DA", date[1] && `${[...date, ""].slice(0, 3).join("/")}/`], ["DO", item.DOI],
      ["AN", arxiv], ["DB", arxiv && "arXiv"], ["SN", item.ISBN], ["UR", item.URL?.replaceAll(";", "%3B")],
      ["N1", item.PMID && `PMID: ${item.PMID}`],
      ...(item.note ?? "").split(/; (?=Code: )/).map((/** @type {string} */ text) => ["N1", text]),
    ];
    const written = lines.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}`);
    return [...written, ...(beside ? [beside] : []), "ER  -"].join("\n");
  };

  const ENDINGS = /** @type {Record<string, string>} */ ({ BibTeX: "bib", RIS: "ris", "CSL-JSON": "json" });

  /**
   * A link that saves a form as a file, made when it is asked for: a site of its files would have three more a paper.
   * RIS ends its lines as its specification says, with two signs.
   * @param {string} file
   * @param {Element | null} source
   */
  const saver = (file, source) => {
    const link = make("a", "lw-download", `Download ${file}`);
    link.download = file;
    link.href = "#cite";
    link.addEventListener("click", () => {
      const lines = `${source?.textContent ?? ""}\n`.split("\n");
      const text = file.endsWith(".json") ? `[${lines.join("\n").trimEnd()}]\n` : lines.join(file.endsWith(".ris") ? "\r\n" : "\n");
      const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
      link.href = url;
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
    const line = make("p", "");
    line.append(link);
    return line;
  };

  /**
   * The panel of a form: its name, its text in a box, and a link that saves it where it has a file.
   * @param {string} name
   * @param {Element} text
   * @param {string} file without its ending
   */
  const panelOf = (name, text, file) => {
    const panel = make("div", "lw-cite__panel");
    panel.append(text);
    if (ENDINGS[name]) panel.append(saver(`${file}.${ENDINGS[name]}`, text.querySelector("code")));
    return { name, panel };
  };

  /**
   * Replaces the folded forms by panels, one of them made of another: RIS of the item of CSL, which is one line here.
   * @param {HTMLElement} box
   */
  const unfold = (box) => {
    return [...box.querySelectorAll("details")].flatMap((folded) => {
      const name = folded.querySelector("summary")?.textContent ?? "";
      const file = box.dataset.file ?? "";
      const text = /** @type {HTMLElement} */ (folded.querySelector("pre"));
      const code = /** @type {HTMLElement} */ (text.querySelector("code"));
      const forms = [panelOf(name, text, file)];
      if (name === "CSL-JSON") {
        const item = JSON.parse(code.textContent ?? "");
        const ris = /** @type {HTMLElement} */ (text.cloneNode(true));
        /** @type {HTMLElement} */ (ris.querySelector("code")).textContent = toRis(item, folded.dataset.ris ?? "");
        const fields = Object.entries(item).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
        code.textContent = `{\n${fields.join(",\n")}\n}`;
        forms.unshift(panelOf("RIS", ris, file));
      }
      folded.replaceWith(...forms.map(({ panel }) => panel));
      return forms;
    });
  };

  /**
   * Makes tabs of one box, as the ARIA Authoring Practices describe them (W3C, "Tabs Pattern").
   * @param {HTMLElement} box
   * @param {number} number of the box on the page
   */
  const enhance = (box, number) => {
    const panels = unfold(box);
    const bar = make("div", "lw-cite__bar");
    const list = make("div", "lw-cite__tabs");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Forms of the citation");
    const said = make("span", "lw-cite__said");
    said.setAttribute("role", "status");
    said.setAttribute("aria-live", "polite");
    const copier = button("lw-cite__copy", "Copy");
    const tabs = panels.map(({ name, panel }, index) => {
      const tab = button("lw-cite__tab", name);
      tab.id = `lw-cite-${number}-tab-${index}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", (panel.id = `lw-cite-${number}-${index}`));
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      list.append(tab);
      return tab;
    });
    let shown = 0;

    /** @param {number} index */
    const show = (index) => {
      shown = (index + tabs.length) % tabs.length;
      said.textContent = "";
      tabs.forEach((tab, i) => {
        tab.setAttribute("aria-selected", String(i === shown));
        tab.tabIndex = i === shown ? 0 : -1;
        panels[i].panel.hidden = i !== shown;
      });
    };

    list.addEventListener("click", (event) => {
      const index = tabs.findIndex((tab) => tab === event.target);
      if (index >= 0) show(index);
    });
    list.addEventListener("keydown", (event) => {
      const goal = { ArrowRight: shown + 1, ArrowLeft: shown - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (goal === undefined) return;
      event.preventDefault();
      show(goal);
      tabs[shown].focus();
    });
    copier.addEventListener("click", async () => {
      const text = panels[shown].panel.querySelector("code");
      said.textContent = "";
      if (text) said.textContent = (await copy(text)) ? "Copied" : "Select the text and copy it";
    });

    bar.append(list, said, copier);
    box.prepend(bar);
    box.classList.add("lw-cite--tabs");
    show(0);
  };

  const start = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".lw-cite")).forEach(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
