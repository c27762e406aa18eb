// Sorts a topic's comparison table by any of its columns. Without scripts the table stands there oldest first.
"use strict";
(() => {
  /** @typedef {"ascending" | "descending"} Order */

  /** What a cell sorts by: its number, or its text; null where it says nothing. */
  const valueOf = (/** @type {HTMLTableRowElement} */ row, /** @type {number} */ column, /** @type {boolean} */ isNumber) => {
    const cell = row.cells[column];
    if (!isNumber) return (cell?.textContent ?? "").trim().toLowerCase();
    return cell?.dataset.value === undefined ? null : Number(cell.dataset.value);
  };

  /** Papers without a value stand last either way; equal ones keep the order that the page came in. */
  const sorted = (/** @type {HTMLTableRowElement[]} */ rows, /** @type {number} */ column, /** @type {boolean} */ isNumber, /** @type {Order} */ order) => {
    const sign = order === "ascending" ? 1 : -1;
    const keyed = rows.map((row) => /** @type {const} */ ([valueOf(row, column, isNumber), row]));
    return keyed.sort(([a], [b]) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return a === b ? 0 : (a < b ? -1 : 1) * sign;
    }).map(([, row]) => row);
  };

  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll(".lw-results table"))) {
    const body = table.tBodies[0];
    if (!body || !table.tHead) continue;
    const asIs = [...body.rows];
    const heads = [.../** @type {NodeListOf<HTMLTableCellElement>} */ (table.tHead.querySelectorAll("th"))];
    heads.forEach((head, column) => {
      if (head.dataset.sort === "none") return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "lw-results__sort";
      button.append(...[...head.childNodes].filter((node) => !(node instanceof Element && node.className === "lw-results__better")));
      head.prepend(button);
      const isNumber = asIs.some((row) => row.cells[column]?.dataset.value !== undefined);
      const first = /** @type {Order} */ (head.dataset.first ?? "ascending");
      const second = first === "ascending" ? "descending" : "ascending";
      button.addEventListener("click", () => {
        const order = head.getAttribute("aria-sort") === first ? second : first;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", order);
        body.append(...sorted(asIs, column, isNumber, order));
      });
    });
  }
})();
