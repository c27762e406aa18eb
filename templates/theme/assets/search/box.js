// The header's box: results as one types, in a list under it that the arrow keys walk through.
"use strict";

const LitwikiBox = (() => {
  const MOST = 6;
  const MOST_OFFERS = 3;
  const { admitted, element, option, record, settled } = LitwikiResult;

  /** @param {HTMLInputElement} input @param {LitwikiSearch} search */
  const attach = (input, search) => {
    const list = element("div", "lw-find__list");
    const meant = element("p", "lw-find__meant");
    const pane = element("div", "lw-find__pane", meant, list);
    const said = element("div", "lw-find__said");
    list.id = "lw-find-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Papers found");
    pane.hidden = true;
    said.setAttribute("role", "status");
    input.after(pane, said);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    let turn = 0;
    let chosen = -1;
    let isWanted = document.activeElement === input; // else the reader is elsewhere by now, or closed the list

    const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".lw-find__option")]);

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
      pane.hidden = !shown;
      input.setAttribute("aria-expanded", String(shown));
      if (!shown) choose(-1);
    };

    /** What an option leads to: lists that are drawn one after the other have it in common. @param {HTMLElement | undefined} option */
    const goal = (option) =>
      option && (option.matches(".lw-find__all") ? "all" : option instanceof HTMLAnchorElement ? option.href : option.textContent);

    /** A field or value that the query may go on with. @param {Offer} offer */
    const offered = ({ text, label, told }) => {
      const row = element("div", "lw-find__option lw-find__offer", element("code", "", label), " ", element("span", "", told));
      row.addEventListener("click", () => {
        input.value = text;
        input.focus();
        input.dispatchEvent(new Event("input"));
      });
      return row;
    };

    const close = () => {
      isWanted = false;
      show(false);
    };

    const update = async () => {
      const mine = ++turn;
      const query = LitwikiQuery.parse(input.value, true);
      if (!input.value.trim()) {
        show(false);
        said.textContent = "";
        return;
      }
      const answer = await LitwikiEngine.search(search.index, query);
      const [offers, { shown }, ...headings] = await Promise.all([
        LitwikiOffers.after(search.index, input.value),
        admitted(search, query, answer.hits, 0, MOST),
        ...answer.headings.slice(0, 2).map((slot) => record(search, slot)),
      ]);
      if (mine !== turn) return; // somebody typed on
      const { matched } = answer;
      const rows = headings.filter((doc) => doc !== null).map((doc) => option(search, doc, { matched, near: false }));
      rows.push(...shown.map(({ hit, doc }) => option(search, doc, { matched, near: hit.near })));
      const all = element("a", "lw-find__option lw-find__all", shown.length ? "All results" : "Nothing found; look further");
      const form = /** @type {HTMLFormElement} */ (input.form);
      all.href = `${form.action}?q=${encodeURIComponent(input.value)}`;
      const before = goal(options()[chosen]); // a late answer takes no choice away that was made meanwhile
      list.replaceChildren(...offers.slice(0, MOST_OFFERS).map(offered), ...rows, all);
      options().forEach((row, number) => {
        row.id = `lw-find-${number}`;
        row.tabIndex = -1; // the arrow keys walk here, from the box
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
      });
      meant.replaceChildren(...(answer.meant ? ["Showing results for ", element("b", "", answer.meant)] : []));
      const instead = answer.meant ? ` for ${answer.meant}` : "";
      said.textContent = shown.length ? `${rows.length} results${instead}; use the arrow keys` : "Nothing found";
      show(isWanted);
      choose(isWanted && before ? options().findIndex((option) => goal(option) === before) : -1);
    };

    const soon = settled(update, 60);
    input.addEventListener("input", () => {
      isWanted = true;
      choose(-1); // who types on has not chosen
      soon();
    });
    input.addEventListener("focus", () => {
      isWanted = true;
      if (list.childElementCount && input.value.trim()) show(true);
    });
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.key === "Escape" && isWanted && input.value) close();
      else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count && !pane.hidden) {
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(chosen < 0 && step < 0 ? count - 1 : chosen + step >= count ? -1 : chosen + step);
      } else if (event.key === "Enter" && chosen >= 0 && !pane.hidden) options()[chosen]?.click();
      else return;
      event.preventDefault();
    });
    document.addEventListener("click", (event) => {
      if (!input.form?.contains(/** @type {Node} */ (event.target))) close();
    });
    input.form?.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !input.form?.contains(/** @type {Node} */ (event.relatedTarget))) close();
    });
    if (input.value) update();
  };

  return { attach };
})();
