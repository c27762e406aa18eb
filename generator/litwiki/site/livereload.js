// Reloads the page when the server has a newer one, and gives the focus back. The browser itself scrolls to where one was.
(() => {
  /** What the page was made of, a slash, and its file. */
  const asked = /** @type {HTMLScriptElement} */ (document.currentScript).dataset.page ?? "";
  const FOCUS = "litwiki-focus";
  /** @type {AbortController | null} */
  let asking = null;

  /** The way from the body to an element, by numbers of children. @param {Element} element */
  const way = (element) => {
    /** @type {number[]} */
    const steps = [];
    for (let one = element; one !== document.body && one.parentElement; one = one.parentElement)
      steps.unshift([...one.parentElement.children].indexOf(one));
    return steps;
  };

  const reload = () => {
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body)
      sessionStorage.setItem(FOCUS, JSON.stringify({ page: location.pathname, steps: way(activeElement) }));
    location.reload();
  };

  const left = sessionStorage.getItem(FOCUS);
  sessionStorage.removeItem(FOCUS);
  const { page, steps } = /** @type {{page: string, steps: number[]}} */ (left ? JSON.parse(left) : {});
  if (page === location.pathname) {
    /** @type {Element | undefined} */
    let element = document.body;
    for (const step of steps) element = element?.children[step];
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
  }

  // The server answers when there is a newer page, or after a minute. A hidden page asks once it is seen again.
  const ask = async () => {
    if (asking || document.visibilityState !== "visible") return;
    asking = new AbortController();
    let wait = 3000;
    try {
      const answer = await fetch(`/livereload/${asked}`, { signal: asking.signal, cache: "no-store" });
      const now = await answer.text();
      if (answer.ok && now !== asked.split("/")[0]) return reload();
      if (answer.ok) wait = 0;
    } catch { /* the server is gone, or the reader left */ }
    asking = null;
    setTimeout(ask, wait);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask();
    else asking?.abort();
  });
  ask();
})();
