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
      const lines = `${(source?.textContent ?? "").trimEnd()}\n`.split("\n");
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
   * Replaces a folded form by a plain box, which may be a tab's panel.
   * @param {HTMLDetailsElement} folded
   */
  const unfold = (folded) => {
    const name = folded.querySelector("summary")?.textContent ?? "";
    const panel = make("div", "lw-cite__panel");
    const { file } = folded.dataset;
    if (file) folded.append(saver(file, folded.querySelector("code")));
    folded.querySelector("summary")?.remove();
    panel.append(...folded.childNodes);
    folded.replaceWith(panel);
    return { name, panel };
  };

  /**
   * Makes tabs of one box, as the ARIA Authoring Practices describe them (W3C, "Tabs Pattern").
   * @param {Element} box
   * @param {number} number of the box on the page
   */
  const enhance = (box, number) => {
    const panels = [...box.querySelectorAll("details")].map(unfold);
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

  const start = () => document.querySelectorAll(".lw-cite").forEach(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
