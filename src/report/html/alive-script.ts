/**
 * Shows a page that was drawn anew where its reader left it, in the language chosen; and, as long as it `goesOn`, has
 * it drawn anew every few seconds.
 */
export const aliveScript = (goesOn: boolean): string => `(() => {
  const KEY = "ringfence-alive";
  const folded = () => [...document.querySelectorAll("details")];
  const before = JSON.parse(sessionStorage.getItem(KEY) || "null");
  if (before) {
    folded().forEach((each, at) => (each.open = before.open[at] === true));
    const button = document.getElementById("language");
    if (button && document.documentElement.lang !== before.lang) button.click();
    scrollTo(0, before.top);
  }
  const look = async () => {
    const busy = document.hidden || !document.getElementById("tip").hidden || String(getSelection()) !== "";
    if (!busy) {
      try {
        if ((await fetch(location.pathname)).ok) {
          const open = folded().map((each) => each.open);
          sessionStorage.setItem(KEY, JSON.stringify({ open, lang: document.documentElement.lang, top: scrollY }));
          return location.reload();
        }
      } catch {}
    }
    setTimeout(look, 5000);
  };
  if (${goesOn}) setTimeout(look, 5000);
})();
`;
