// The map of papers: comes nearer and moves by wheel, pinch, buttons and keys; shows title and TL;DR of the mark that
// the pointer is near or that has the focus; walks from mark to mark with the
// arrow keys, or in the order of groups with the page keys; hides groups. Without this
// file the map is a drawing whose marks are links.
"use strict";
(() => {
  /** @typedef {{ x: number, y: number, link: SVGAElement, layer: SVGGElement, title: string, tldr: string }} Dot */
  /** @typedef {{ x: number, y: number }} Point */

  const NEAREST = 12; // times as near as the whole
  const LABELS_FROM = 2.5; // how near one has to be for the small labels
  const STEP = 1.5;
  const PER_STEP = 16; // marks drawn at once
  const REACH = 22; // pixels around the pointer in which a mark is meant

  /**
   * @param {string} name
   * @param {Record<string, string>} attributes
   * @param {string} text
   */
  const element = (name, attributes = {}, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  /** @param {HTMLElement} map */
  const enliven = (map) => {
    const frame = /** @type {HTMLElement} */ (map.querySelector(".lw-map-frame"));
    const svg = /** @type {SVGSVGElement} */ (map.querySelector(".lw-map-drawing"));
    const { width, height } = svg.viewBox.baseVal;
    const links = /** @type {SVGAElement[]} */ ([...svg.querySelectorAll(".lw-dot")]);
    if (!links.length) return;
    const layers = /** @type {SVGGElement[]} */ ([...svg.querySelectorAll(".lw-layer")]);
    /** The marks that are drawn: some in each step, since to lay out all of them at once would stop everything else. @type {Dot[]} */
    const dots = [];
    /** @param {SVGAElement} link @returns {Dot} */
    const draw = (link) => {
      const use = link.querySelector("use");
      const title = link.querySelector("title");
      const found = {
        x: Number(use?.getAttribute("x")),
        y: Number(use?.getAttribute("y")),
        link,
        layer: /** @type {SVGGElement} */ (link.closest(".lw-layer")),
        title: title?.textContent ?? "",
        tldr: link.querySelector("desc")?.textContent ?? "",
      };
      // The card says it: no tooltip over it, and the name stays for those who listen.
      link.setAttribute("aria-label", found.title);
      title?.remove();
      link.setAttribute("tabindex", "-1");
      link.classList.add("lw-dot--drawn");
      return found;
    };
    /** Draws marks until there are so many. @param {number} count */
    const drawUntil = (count) => {
      while (dots.length < Math.min(count, links.length)) dots.push(draw(links[dots.length]));
      if (dots.length < links.length || map.classList.contains("lw-map--drawn")) return;
      map.classList.add("lw-map--drawn");
      stop(dots[0]);
    };
    const step = () => {
      drawUntil(dots.length + PER_STEP);
      if (dots.length < links.length) setTimeout(step);
    };
    // Who turns to the map before that has all of it.
    for (const kind of ["pointerenter", "pointerdown", "focusin", "keydown"]) {
      map.addEventListener(kind, () => drawUntil(links.length), { once: true, capture: true });
    }
    const named = svg.querySelector(":scope > title");
    svg.removeAttribute("aria-labelledby");
    svg.setAttribute("aria-label", `${named?.textContent ?? ""}. ${svg.querySelector(":scope > desc")?.textContent ?? ""}`);
    named?.remove();

    // --- what is seen -------------------------------------------------------------------------------------

    let zoom = 1;
    let left = 0;
    let top = 0;
    const see = () => {
      zoom = Math.min(NEAREST, Math.max(1, zoom));
      left = Math.min(width - width / zoom, Math.max(0, left));
      top = Math.min(height - height / zoom, Math.max(0, top));
      svg.setAttribute("viewBox", `${left} ${top} ${width / zoom} ${height / zoom}`);
      // Marks grow a little, so that the nearer one comes the better they are to hit.
      map.style.setProperty("--lw-zoom", String(zoom ** 0.75));
      map.style.setProperty("--lw-zoom-words", String(zoom));
      map.classList.toggle("lw-map--near", zoom >= LABELS_FROM);
      frame.classList.toggle("lw-map-frame--moves", zoom > 1);
      for (const [button, off] of /** @type {[HTMLButtonElement, boolean][]} */ ([[nearer, zoom >= NEAREST], [farther, zoom <= 1], [whole, zoom <= 1]]))
        button.setAttribute("aria-disabled", String(off));
      if (shown) put(shown);
    };
    /** Pixels to units of the drawing. @param {number} x @param {number} y @returns {Point} */
    const unit = (x, y) => {
      const matrix = svg.getScreenCTM();
      return matrix ? new DOMPoint(x, y).matrixTransform(matrix.inverse()) : { x: 0, y: 0 };
    };
    const scale = () => svg.getScreenCTM()?.a ?? 1;
    /** Comes `factor` times as near, `at` staying where it is. @param {number} factor @param {Point} at */
    const come = (factor, at = { x: left + width / zoom / 2, y: top + height / zoom / 2 }) => {
      const next = Math.min(NEAREST, Math.max(1, zoom * factor));
      left = at.x - ((at.x - left) * zoom) / next;
      top = at.y - ((at.y - top) * zoom) / next;
      zoom = next;
      see();
    };
    const back = () => {
      zoom = 1;
      see();
    };
    /** Moves by parts of what is seen. @param {number} right @param {number} down */
    const move = (right, down) => {
      left += (right * width) / zoom;
      top += (down * height) / zoom;
      see();
    };

    // --- the card -----------------------------------------------------------------------------------------

    /** @type {Dot | null} */
    let shown = null;
    const card = element("div", { class: "lw-map-card", hidden: "" });
    const heading = element("a", { class: "lw-map-card-title", tabindex: "-1", href: links[0].href.baseVal });
    const said = element("p", { class: "lw-map-card-tldr" });
    const group = element("p", { class: "lw-map-card-group" });
    card.append(heading, said, group);
    const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    ring.setAttribute("class", "lw-ring lw-shape");
    ring.setAttribute("r", "11");
    svg.append(ring);
    map.classList.add("lw-map--moves");
    /** @param {Dot} dot */
    const put = (dot) => {
      const matrix = svg.getScreenCTM();
      if (!matrix) return;
      const box = frame.getBoundingClientRect();
      const at = new DOMPoint(dot.x, dot.y).matrixTransform(matrix);
      const x = Math.min(Math.max(at.x - box.left - card.offsetWidth / 2, 4), box.width - card.offsetWidth - 4);
      const below = at.y - box.top < box.height / 2;
      card.style.left = `${x}px`;
      card.style.top = `${below ? at.y - box.top + 22 : at.y - box.top - 22 - card.offsetHeight}px`;
    };
    /** @param {Dot | null} dot */
    const show = (dot) => {
      if (dot === shown) return;
      shown?.link.classList.remove("lw-dot--here");
      shown = dot;
      card.hidden = !dot;
      ring.classList.toggle("lw-ring--on", Boolean(dot));
      if (!dot) return;
      dot.link.classList.add("lw-dot--here");
      ring.setAttribute("cx", String(dot.x));
      ring.setAttribute("cy", String(dot.y));
      heading.textContent = dot.title;
      heading.setAttribute("href", dot.link.href.baseVal);
      said.textContent = dot.tldr;
      said.hidden = !dot.tldr;
      group.textContent = dot.layer.getAttribute("aria-label");
      put(dot);
    };
    const visible = () => dots.filter((dot) => !dot.layer.classList.contains("lw-layer--off"));
    /** The mark that a place means, if any. @param {number} x @param {number} y */
    const near = (x, y) => {
      const at = unit(x, y);
      let best = null;
      let least = (REACH / scale()) ** 2;
      for (const dot of visible()) {
        const distance = (dot.x - at.x) ** 2 + (dot.y - at.y) ** 2;
        if (distance < least) [best, least] = [dot, distance];
      }
      return best;
    };

    // --- keys ---------------------------------------------------------------------------------------------

    /** One mark is in the order of the Tab key: the one that was last there. @param {Dot} dot */
    const stop = (dot) => {
      for (const other of dots) if (other.link.getAttribute("tabindex") === "0") other.link.setAttribute("tabindex", "-1");
      dot.link.setAttribute("tabindex", "0");
    };
    /** The nearest mark in a direction: distance counts, and twice as much aside. @param {Dot} from @param {Point} way */
    const next = (from, way) => {
      let best = null;
      let least = Infinity;
      for (const dot of visible()) {
        const [dx, dy] = [dot.x - from.x, dot.y - from.y];
        const along = dx * way.x + dy * way.y;
        const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x);
        if (along <= 0 || aside > 2 * along) continue;
        const cost = along + 2 * aside;
        if (cost < least) [best, least] = [dot, cost];
      }
      return best;
    };
    /** @param {Dot} dot */
    const into = (dot) => {
      const [w, h] = [width / zoom, height / zoom];
      if (dot.x < left + w * 0.06 || dot.x > left + w * 0.94) left = dot.x - w / 2;
      if (dot.y < top + h * 0.06 || dot.y > top + h * 0.94) top = dot.y - h / 2;
      see();
    };
    /** @type {Record<string, Point>} */
    const WAYS = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };
    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const focused = dots.find((dot) => dot.link === document.activeElement);
      const way = WAYS[event.key];
      const order = visible();
      /** @type {Record<string, number>} */
      const turned = { Home: 0, End: order.length - 1, PageDown: order.indexOf(focused ?? order[0]) + 1, PageUp: order.indexOf(focused ?? order[0]) - 1 };
      if (focused && event.key in turned) order[Math.min(order.length - 1, Math.max(0, turned[event.key]))]?.link.focus();
      else if (way && focused) next(focused, way)?.link.focus();
      else if (way) move(way.x / 5, way.y / 5);
      else if (event.key === "+" || event.key === "=") come(STEP, focused);
      else if (event.key === "-") come(1 / STEP, focused);
      else if (event.key === "0") back();
      else if (event.key === "Escape" && shown) show(null);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    // On the frame: Chromium gives an SVG element that listens to focus a place in the order of the Tab key.
    frame.addEventListener("focusin", (event) => {
      const dot = dots.find((each) => each.link === event.target);
      if (!dot) return;
      stop(dot);
      into(dot);
      show(dot);
    });
    frame.addEventListener("focusout", (event) => {
      if (!frame.contains(/** @type {Node | null} */ (event.relatedTarget))) show(null);
    });

    // --- pointers -----------------------------------------------------------------------------------------

    /** @type {Map<number, PointerEvent>} */
    const down = new Map();
    let moved = false;
    let touched = false;
    /** @type {Dot | null} */
    let before = null; // what was shown when the finger came down: its focus shows another at once
    svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      if (!down.size) moved = false;
      touched = event.pointerType !== "mouse";
      before = shown;
      down.set(event.pointerId, event);
    });
    svg.addEventListener("pointermove", (event) => {
      const last = down.get(event.pointerId);
      if (!last) {
        if (event.pointerType === "mouse") show(near(event.clientX, event.clientY));
        return;
      }
      const [dx, dy] = [event.clientX - last.clientX, event.clientY - last.clientY];
      if (!moved && down.size === 1 && Math.hypot(dx, dy) < 5) return;
      moved = true;
      const other = [...down.values()].find((each) => each.pointerId !== event.pointerId);
      if (other) {
        /** @param {PointerEvent} one */
        const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        come(apart(event) / Math.max(1, apart(last)), unit((event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2));
      }
      const part = other ? 0.5 : 1; // each of two fingers moves the middle by half
      left -= (dx * part) / scale();
      top -= (dy * part) / scale();
      see();
      down.set(event.pointerId, event);
    });
    /** @param {PointerEvent} event */
    const up = (event) => down.delete(event.pointerId);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    frame.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !frame.contains(document.activeElement)) show(null);
    });
    // A drag is no click; a click near a mark is one on it; a first touch shows what a second, or the card, opens.
    svg.addEventListener("click", (event) => {
      if (!event.detail) return; // by key
      const hit = dots.find((dot) => dot.link.contains(/** @type {Node} */ (event.target)));
      const dot = hit ?? near(event.clientX, event.clientY);
      if (moved || (touched && dot !== before)) event.preventDefault();
      if (moved) return;
      if (touched) show(dot);
      else if (dot && !hit) dot.link.dispatchEvent(new MouseEvent("click", { cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey }));
    });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    // The wheel scrolls the page until the reader has turned to the map: with Ctrl, or with the focus in it.
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && !frame.contains(document.activeElement)) return;
      event.preventDefault();
      come(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), unit(event.clientX, event.clientY));
    }, { passive: false });

    // --- controls -----------------------------------------------------------------------------------------

    /** @param {string} sign @param {string} label @param {() => void} act */
    const control = (sign, label, act) => {
      const button = /** @type {HTMLButtonElement} */ (element("button", { type: "button", "aria-label": label, title: label }, sign));
      button.addEventListener("click", act);
      return button;
    };
    const nearer = control("+", "Zoom in", () => come(STEP));
    const farther = control("−", "Zoom out", () => come(1 / STEP));
    const whole = control("⤢", "Whole map", back);
    const controls = element("div", { class: "lw-map-controls", role: "group", "aria-label": "Zoom" });
    controls.append(nearer, farther, whole);
    const hint = element("p", { class: "lw-map-hint" }, matchMedia("(pointer: coarse)").matches
      ? "Tap a mark to see its paper; spread two fingers to come nearer."
      : "Drag to move; click, then turn the wheel to come nearer. Keys: arrows and the page keys walk from paper to paper, + and − zoom, 0 shows all.");
    frame.setAttribute("tabindex", "0");
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", "Map: arrow keys move it, plus and minus zoom");
    frame.append(card);
    map.querySelector(".lw-map-foot")?.append(controls, hint);
    for (const item of map.querySelectorAll(".lw-legend li")) {
      const name = item.querySelector(".lw-legend-name")?.textContent;
      const layer = layers.find((each) => each.getAttribute("aria-label") === name);
      const button = element("button", { type: "button", "aria-pressed": "true", class: "lw-legend-toggle" });
      button.append(...item.childNodes);
      item.append(button);
      button.addEventListener("click", () => {
        const off = layer?.classList.toggle("lw-layer--off") ?? false;
        button.setAttribute("aria-pressed", String(!off));
        if (shown && off && shown.layer === layer) show(null);
        if (dots.every((dot) => dot.link.getAttribute("tabindex") !== "0" || dot.layer === layer)) {
          const first = visible()[0];
          if (first) stop(first);
        }
      });
    }
    see();
    // Not before the theme's scripts have measured the page: each time they do, all that is drawn is laid out.
    if (document.readyState === "complete") setTimeout(step);
    else addEventListener("load", () => setTimeout(step));
  };

  for (const map of document.querySelectorAll(".lw-map")) enliven(/** @type {HTMLElement} */ (map));
})();
