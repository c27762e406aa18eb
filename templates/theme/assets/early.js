// Runs before anything is drawn: says that scripts run, and keeps for Material what a reader chose (its palette)
// under this site's path, as its own inline script does.
"use strict";
(() => {
  document.documentElement.classList.replace("no-js", "js");
  // A page that comes with a question has no room for hints: nothing moves when its answers come.
  document.documentElement.classList.toggle("asked", new URLSearchParams(location.search).has("q"));
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const scope = new URL(script.dataset.base || ".", location.href);
  const key = (/** @type {string} */ name, /** @type {URL} */ at) => `${at.pathname}.${name}`;
  Object.assign(window, {
    __md_scope: scope,
    __md_hash: (/** @type {string} */ text) =>
      Array.from(text).reduce((hash, letter) => ((hash << 5) - hash + letter.charCodeAt(0)) | 0, 0),
    __md_get: (/** @type {string} */ name, storage = localStorage, at = scope) => {
      try {
        return JSON.parse(storage.getItem(key(name, at)) ?? "null");
      } catch {
        return null; // storage is switched off
      }
    },
    __md_set: (/** @type {string} */ name, /** @type {unknown} */ value, storage = localStorage, at = scope) => {
      try {
        storage.setItem(key(name, at), JSON.stringify(value));
      } catch {
        // a choice that cannot be kept holds for this page
      }
    },
  });
})();
