// What every page has: math where there is some, a look at a paper or topic before one follows its link, ticks for
// comparing papers, and what our other scripts share. Everything else works without this file.
"use strict";
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("../", script.src);
  const isFile = location.protocol === "file:";

  // The bar has the title once the heading is scrolled away: what the window says before the name of the site.
  const [site, topic] = document.querySelectorAll(".md-header__topic");
  if (site && !topic) {
    const end = ` - ${site.textContent}`;
    const title = /** @type {Element} */ (site.cloneNode(true));
    /** @type {Element} */ (title.firstElementChild).textContent = document.title.endsWith(end) ? document.title.slice(0, -end.length) : document.title;
    site.after(title);
  }

  /**
   * The address of a page of this site.
   * @param {string} path from the root, such as `papers/kivi/`
   */
  const page = (path) => new URL(isFile && /(^|\/)$/.test(path) ? `${path}index.html` : path, root).href;

  /** @type {Map<string, Promise<any>>} */
  const loaded = new Map();

  /**
   * A JSON file of this site. On a file system browsers do not fetch, so a site made for that (`--offline`) has each
   * file as a script, too.
   * @param {string} path from the root
   * @returns {Promise<any>} rejected where it cannot be had
   */
  const load = (path) => {
    let promise = loaded.get(path);
    if (!promise) {
      promise = isFile ? loadScript(path) : fetch(new URL(path, root)).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      });
      promise.catch(() => loaded.delete(path));
      loaded.set(path, promise);
    }
    return promise;
  };

  /** @type {Map<string, (value: unknown) => void>} */
  const waiting = new Map();
  const loadScript = (/** @type {string} */ path) => new Promise((resolve, reject) => {
    waiting.set(path, resolve);
    const element = document.createElement("script");
    element.src = new URL(`${path}.js`, root).href;
    element.addEventListener("error", () => reject(new Error(path)));
    element.addEventListener("load", () => element.remove());
    document.head.append(element);
  });
  const take = (/** @type {string} */ path, /** @type {unknown} */ value) => waiting.get(path)?.(value);

  const shards = document.querySelector("meta[name=litwiki-records]")?.getAttribute("content");

  /** In which shard a paper's record is: its hash (FNV-1a), cut to so many bits; see `record_files.py`. @param {string} slug @param {number} bits */
  const shardOf = (slug, bits) => {
    let hash = 0x811c9dc5;
    for (const letter of slug) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    return ((hash & ((1 << bits) - 1)) >>> 0).toString(16);
  };

  /**
   * A paper's record of the API, which has a file of its own or shares one with others.
   * @param {string} slug
   * @returns {Promise<any>} rejected where it cannot be had
   */
  const record = async (slug) => {
    if (!shards) return load(`api/papers/${slug}.json`);
    const some = await load(`api/records/${shardOf(slug, Number(shards))}.json`);
    if (!Object.hasOwn(some, slug)) throw new Error(`${slug}: no record`);
    return some[slug];
  };

  /**
   * An element with its class, text and children.
   * @param {string} tag
   * @param {string} [name] its class
   * @param {...(string | Node)} inside
   */
  const make = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside);
    return element;
  };

  Object.assign(window, { litwiki: Object.freeze({ root, page, load, record, take, make }) });

  // --- math ---------------------------------------------------------------------------------------------

  const typeset = () => {
    const spans = document.querySelectorAll(".lw-math");
    if (!spans.length) return;
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
          /** @type {any} */ (window).katex.render(tex, span, {
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

  // --- previews -----------------------------------------------------------------------------------------

  const DELAY = 250; // ms, so that a pointer on its way elsewhere opens nothing
  /** @type {HTMLElement | null} */
  let card = null;
  /** @type {HTMLAnchorElement | null} */
  let shown = null;
  let timer = 0;

  /** Of a link's paper or topic which it is, and its record; nothing of other pages, which have no preview. */
  const recordOf = (/** @type {HTMLAnchorElement} */ link) => {
    const path = link.href.startsWith(root.href) ? link.href.slice(root.href.length).replace(/index\.html$/, "") : "";
    const match = /^(papers|topics)\/([\w.-]+)\/$/.exec(path);
    return match && { isPaper: match[1] === "papers", get: () => (match[1] === "papers" ? record(match[2]) : load(`api/topics/${match[2]}.json`)) };
  };

  /** The first authors of a paper's record, in few words. @param {{authors: string[], plain: {authors?: string[]}, authors_complete: boolean}} record */
  const by = ({ authors, plain, authors_complete: isComplete }) => {
    const shown = (plain.authors ?? authors).slice(0, authors.length > 3 ? 2 : 3);
    return shown.join(", ") + (authors.length > 3 ? ` and ${authors.length - 2} more` : isComplete ? "" : " et al.");
  };

  const hide = () => {
    clearTimeout(timer);
    card?.remove();
    shown?.removeAttribute("aria-describedby");
    card = shown = null;
  };

  const show = async (/** @type {HTMLAnchorElement} */ link, /** @type {{ isPaper: boolean, get: () => Promise<any> }} */ { isPaper, get }) => {
    const record = await get().catch(() => null);
    if (!record || shown !== link) return;
    const facts = isPaper
      ? [by(record), record.year, record.venue, ...record.topic_names].filter(Boolean).join(" · ")
      : `${record.group} · ${record.papers.length} ${record.papers.length === 1 ? "paper" : "papers"}`;
    card = make("div", "lw-preview", make("p", "lw-preview__title", isPaper ? record.plain_title : record.name));
    const text = isPaper ? record.tldr : record.definition;
    if (isPaper && record.status) card.prepend(make("p", `lw-became lw-became--${record.status.kind}`, record.status.kind));
    if (text) card.append(make("p", "", text));
    if (facts) card.append(make("p", "lw-preview__facts", facts));
    card.id = "lw-preview";
    card.setAttribute("role", "tooltip");
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", hide);
    document.body.append(card);
    link.setAttribute("aria-describedby", card.id);
    const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - card.offsetWidth - 8));
    const above = at.bottom + card.offsetHeight + 8 > innerHeight && at.top > card.offsetHeight;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(above ? at.top - card.offsetHeight - 6 : at.bottom + 6) + scrollY}px`;
  };

  const begin = (/** @type {Event} */ event) => {
    if (event instanceof PointerEvent && event.pointerType === "touch") return;
    const target = /** @type {Element} */ (event.target);
    if (card?.contains(target)) return;
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest(".md-content a[href]:not(svg *)")); // drawings have their own
    if (link === shown) return;
    hide();
    // A card of a list shows already what a preview would.
    const found = link && !link.matches(".lw-papers .lw-title") && recordOf(link);
    if (!link || !found) return;
    shown = link;
    timer = setTimeout(() => show(link, found), event.type === "focusin" ? 0 : DELAY);
  };

  const leave = (/** @type {PointerEvent} */ event) => {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (!shown?.contains(to) && !card?.contains(to)) timer = setTimeout(hide, DELAY);
  };

  /** Where the home page was one long list, its anchors lead to topics; `anchors.json` is there only then. */
  const followAnchor = async () => {
    const isHome = [root.href, new URL("index.html", root).href].includes(location.href.split(/[?#]/)[0]);
    let anchor = location.hash.slice(1);
    try {
      anchor = decodeURIComponent(anchor);
    } catch {
      // A sign of per cent that encodes nothing is itself.
    }
    if (!isHome || !anchor || document.getElementById(anchor)) return;
    /** @type {Record<string, string>} */
    const known = await load("anchors.json").catch(() => ({}));
    if (Object.hasOwn(known, anchor)) location.replace(page(known[anchor]));
  };

  /** Ticks for comparing papers, once the page stands there: where there are papers, or some are ticked. */
  const offerComparison = () => {
    let isTicked = false;
    try {
      isTicked = localStorage.getItem(`${root.pathname}.compare`) !== null;
    } catch {
      // storage is off
    }
    if (document.querySelector(".lw-compare") || !(isTicked || document.querySelector(".lw-papers, .lw-ways, .lw-search"))) return;
    const element = document.createElement("script");
    element.src = new URL("compare.js", script.src).href;
    document.head.append(element);
  };

  const start = () => {
    typeset();
    if (document.readyState === "complete") setTimeout(offerComparison);
    else addEventListener("load", () => setTimeout(offerComparison));
    followAnchor();
    addEventListener("hashchange", followAnchor);
    document.addEventListener("pointerover", begin);
    document.addEventListener("focusin", (event) => {
      if (/** @type {Element} */ (event.target).matches(":focus-visible")) begin(event);
    });
    document.addEventListener("pointerout", leave);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    // To focus a link may scroll to it; its card stands beside it all the same.
    addEventListener("scroll", () => shown !== document.activeElement && hide(), { passive: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
