// Typesets math where a page has any; everything else works without this file.
"use strict";
(() => {
  const script = document.currentScript;
  const typeset = () => {
    const spans = document.querySelectorAll(".lw-math");
    if (!spans.length || !script) return;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("katex/katex.min.css", script.src).href;
    document.head.append(style);
    const katex = document.createElement("script");
    katex.src = new URL("katex/katex.min.js", script.src).href;
    katex.addEventListener("load", () => {
      for (const span of spans) {
        const tex = span.textContent ?? "";
        try {
          window.katex.render(tex, span, {
            displayMode: span.classList.contains("lw-math--display"),
            trust: false,
            strict: "ignore",
            maxExpand: 200,
            maxSize: 20,
          });
        } catch {
          span.textContent = tex; // what KaTeX cannot set stays readable
        }
      }
    });
    document.head.append(katex);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", typeset);
  else typeset();
})();
