// Shows light or dark as the reader chose last, before the page is drawn. The keyboard comes to the button of the scheme
// that is shown, since Material hides the others.
"use strict";
(() => {
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".md-option"));
  const read = (/** @type {Element | undefined} */ input, /** @type {string} */ name) =>
    input?.getAttribute(`data-md-color-${name}`) ?? "";
  const isAsked = (/** @type {Element} */ input) => matchMedia(read(input, "media") || "not all").matches;

  let color = /** @type {any} */ (window).__md_get("__palette")?.color;
  if (color?.media === "(prefers-color-scheme)") {
    const asked = [...inputs].find(isAsked);
    color = Object.fromEntries(["media", "scheme", "primary", "accent"].map((name) => [name, read(asked, name)]));
  }
  for (const [name, value] of Object.entries(color ?? {})) {
    document.body.setAttribute(`data-md-color-${name}`, String(value));
  }
  for (const input of inputs) input.checked = color ? read(input, "scheme") === color.scheme : isAsked(input);
})();
