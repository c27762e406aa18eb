// Sorts a topic's comparison table by any of its columns. Without scripts the table stands there oldest first. A paper
// is a group of two rows: its values, and where they were read.
"use strict";
(() => {
  /** @typedef {"ascending" | "descending"} Order */
  /** @typedef {HTMLTableSectionElement} Paper */

  const cellOf = (/** @type {Paper} */ paper, /** @type {number} */ column) => paper.rows[0]?.cells[column];

  /** What a cell sorts by: its number, or its text; null where it says nothing. */
  const valueOf = (/** @type {HTMLTableCellElement | undefined} */ cell, /** @type {boolean} */ isNumber) => {
    if (!isNumber) return (cell?.querySelector("bdi")?.textContent ?? "").toLowerCase() || null;
    return cell?.dataset.value === undefined ? null : Number(cell.dataset.value);
  };

  /** Papers without a value stand last either way; equal ones keep the order in which they came. */
  const sorted = (/** @type {Paper[]} */ papers, /** @type {number} */ column, /** @type {Order} */ order) => {
    const sign = order === "ascending" ? 1 : -1;
    const isNumber = papers.some((paper) => cellOf(paper, column)?.dataset.value !== undefined);
    const keyed = papers.map((paper) => /** @type {const} */ ([valueOf(cellOf(paper, column), isNumber), paper]));
    return keyed.sort(([a], [b]) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return a === b ? 0 : (a < b ? -1 : 1) * sign;
    }).map(([, paper]) => paper);
  };

  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll(".lw-results__table"))) {
    const papers = [...table.tBodies];
    const heads = [.../** @type {NodeListOf<HTMLTableCellElement>} */ (table.querySelectorAll("thead th"))];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "lw-results__sort";
      button.append(...[...head.childNodes].filter((node) => !(node instanceof Element && node.className === "lw-results__better")));
      head.prepend(button);
      const first = /** @type {Order} */ (head.dataset.first ?? "ascending");
      const second = first === "ascending" ? "descending" : "ascending";
      button.addEventListener("click", () => {
        const order = head.getAttribute("aria-sort") === first ? second : first;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", order);
        table.append(...sorted(papers, column, order));
      });
    });
  }
})();
