/** Has the page of something that goes on drawn anew every few seconds, where its reader left it. */
export const ALIVE_SCRIPT = `(() => {
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
  setTimeout(look, 5000);
})();
`;
