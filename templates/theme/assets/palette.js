// Shows light or dark as the reader chose last, before the page is drawn.
"use strict";
(() => {
  const chosen = /** @type {any} */ (window).__md_get("__palette");
  if (!chosen?.color) return;
  const byMedia = "(prefers-color-scheme)";
  let color = chosen.color;
  if (color.media === byMedia) {
    const now = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const input = document.querySelector(`[data-md-color-media='(prefers-color-scheme: ${now})']`);
    const read = (/** @type {string} */ name) => input?.getAttribute(`data-md-color-${name}`) ?? "";
    color = { media: read("media"), scheme: read("scheme"), primary: read("primary"), accent: read("accent") };
  }
  for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, String(value));
})();
