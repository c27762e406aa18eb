// Under the search page's box: the list of fields and values that a query may go on with.
"use strict";

const LitwikiOfferList = (() => {
  const { element } = LitwikiResult;

  /** @param {HTMLInputElement} input @param {LitwikiSearch} search */
  const attach = (input, search) => {
    const list = element("div", "lw-offers");
    list.id = "lw-offers";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Fields and values");
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    let chosen = -1;
    let turn = 0;

    const options = () => /** @type {HTMLElement[]} */ ([...list.children]);

    /** @param {number} number */
    const choose = (number) => {
      chosen = number;
      options().forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
      const option = options()[chosen];
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    };

    const close = () => {
      turn++;
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    };

    /** @param {Offer} offer */
    const take = (offer) => {
      input.value = offer.text;
      input.focus();
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };

    const update = async () => {
      const mine = ++turn;
      const isAtEnd = input.selectionStart === input.value.length;
      const offers = isAtEnd ? await LitwikiOffers.after(search.index, input.value) : [];
      if (mine !== turn || document.activeElement !== input) return;
      const rows = offers.map((offer, number) => {
        const row = element("div", "lw-offers__one", element("code", "", offer.label), " ", element("span", "", offer.told));
        row.id = `lw-offer-${number}`;
        row.setAttribute("role", "option");
        row.addEventListener("click", () => take(offer));
        return row;
      });
      list.replaceChildren(...rows);
      list.style.top = `${input.offsetTop + input.offsetHeight}px`;
      list.hidden = !rows.length;
      input.setAttribute("aria-expanded", String(rows.length > 0));
      choose(-1);
    };

    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    input.addEventListener("input", update);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      if (list.hidden || event.isComposing) return;
      if (event.key === "Escape") close();
      else if (event.key === "ArrowDown" && chosen + 1 < count) choose(chosen + 1);
      else if (event.key === "ArrowUp" && chosen >= 0) choose(chosen - 1);
      else if (event.key === "Enter" && chosen >= 0) options()[chosen]?.click();
      else return;
      event.preventDefault();
    });
    input.form?.addEventListener("submit", close);
    if (document.activeElement === input) update(); // somebody typed before this was here
  };

  return { attach };
})();
