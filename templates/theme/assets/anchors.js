// A page of the former site that is several today: who comes with an anchor goes on to what it meant.
"use strict";
(() => {
  const follow = () => {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      // A sign of per cent that encodes nothing is itself.
    }
    const link = id && document.getElementById(id);
    if (link instanceof HTMLAnchorElement) location.replace(link.href);
  };
  addEventListener("hashchange", follow);
  follow();
})();
