// The header's box: results as one types, in a list under it that the arrow keys walk through.
"use strict";

const LitwikiBox = (() => {
  const MOST = 6;
  const { admitted, element, record, result, settled } = LitwikiResult;

  /** @param {HTMLInputElement} input @param {LitwikiSearch} search */
  const attach = (input, search) => {
    const list = element("div", "lw-find__list");
    const said = element("div", "lw-find__said");
    list.id = "lw-find-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Papers found");
    list.hidden = true;
    said.setAttribute("role", "status");
    input.after(list, said);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    let turn = 0;
    let chosen = -1;

    const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);

    /** @param {number} number */
    const choose = (number) => {
      chosen = number;
      options().forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
      const option = options()[chosen];
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    };

    /** @param {boolean} shown */
    const show = (shown) => {
      list.hidden = !shown;
      input.setAttribute("aria-expanded", String(shown));
      if (!shown) choose(-1);
    };

    /** @param {HTMLElement} content @param {number} number */
    const option = (content, number) => {
      const made = element("div", "lw-find__option", content);
      made.id = `lw-find-${number}`;
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      const link = content.matches("a") ? content : content.querySelector("a");
      link?.setAttribute("tabindex", "-1");
      made.addEventListener("click", (event) => {
        if (!(/** @type {Element} */ (event.target).closest("a"))) link?.click();
      });
      return made;
    };

    const update = async () => {
      const mine = ++turn;
      const query = LitwikiQuery.parse(input.value);
      if (!input.value.trim()) {
        show(false);
        said.textContent = "";
        return;
      }
      const answer = await LitwikiEngine.search(search.index, query);
      const [{ shown }, ...headings] = await Promise.all([
        admitted(search, query, answer.hits, 0, MOST),
        ...answer.headings.slice(0, 2).map((slot) => record(search, slot)),
      ]);
      if (mine !== turn) return; // somebody typed on
      const how = { matched: answer.matched, brief: true };
      const rows = headings.filter((doc) => doc !== null).map((doc) => result(search, doc, { ...how, near: false }));
      rows.push(...shown.map(({ hit, doc }) => result(search, doc, { ...how, near: hit.near })));
      const all = element("a", "lw-find__all", shown.length ? "All results" : "Nothing found; look further");
      const form = /** @type {HTMLFormElement} */ (input.form);
      all.href = `${form.action}?q=${encodeURIComponent(input.value)}`;
      list.replaceChildren(...[...rows, all].map(option));
      if (answer.meant) list.prepend(element("p", "lw-find__meant", "Showing results for ", element("b", "", answer.meant)));
      said.textContent = shown.length ? `${rows.length} results; use the arrow keys` : "Nothing found";
      show(true);
      choose(-1);
    };

    const soon = settled(update, 60);
    input.addEventListener("input", soon);
    input.addEventListener("focus", () => list.childElementCount && input.value.trim() && show(true));
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.key === "Escape" && !list.hidden) show(false);
      else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count && !list.hidden) {
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(chosen < 0 && step < 0 ? count - 1 : chosen + step >= count ? -1 : chosen + step);
      } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) options()[chosen]?.querySelector("a")?.click();
      else return;
      event.preventDefault();
    });
    document.addEventListener("click", (event) => {
      if (!input.form?.contains(/** @type {Node} */ (event.target))) show(false);
    });
    input.form?.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !input.form?.contains(/** @type {Node} */ (event.relatedTarget))) show(false);
    });
    if (input.value) update();
  };

  return { attach };
})();
