/**
 * The page's only script: shows the tip of a mark under the pointer, or by arrow keys. The page works without it; it
 * reads `data-tip` attributes and writes text, never markup.
 */
export const SCRIPT = `"use strict";
(() => {
  const tip = document.getElementById("tip");
  let told = null;
  const hide = () => {
    if (told) told.classList.remove("told");
    told = null;
    tip.hidden = true;
  };
  const show = (mark) => {
    if (mark === told) return;
    hide();
    told = mark;
    mark.classList.add("told");
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - width / 2), document.documentElement.clientWidth - width - 8);
    const above = at.top - height - 10;
    tip.style.left = left + "px";
    tip.style.top = (above > 8 ? above : Math.min(at.bottom + 10, innerHeight - height - 8)) + "px";
  };
  const REACH = 24;
  const nearest = (marks, x, y) => {
    let best = null;
    let least = REACH;
    for (const mark of marks) {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      const away = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
      if (away < least) [best, least] = [mark, away];
    }
    return best;
  };
  for (const svg of document.querySelectorAll("figure .picture svg")) {
    const marks = [...svg.querySelectorAll("[data-tip]")];
    const point = (event) => {
      const mark = event.target.closest("[data-tip]") || nearest(marks, event.clientX, event.clientY);
      if (mark) show(mark);
      else hide();
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("blur", hide);
    svg.addEventListener("keydown", (event) => {
      const now = marks.indexOf(told);
      const to = {
        ArrowRight: now + 1,
        ArrowDown: now + 1,
        ArrowLeft: now < 0 ? marks.length - 1 : now - 1,
        ArrowUp: now < 0 ? marks.length - 1 : now - 1,
        Home: 0,
        End: marks.length - 1,
      }[event.key];
      if (event.key === "Escape") return hide();
      if (to === undefined || marks.length === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      show(marks[(to + marks.length) % marks.length]);
    });
  }
  addEventListener("scroll", hide, { passive: true });
  // A table that is wider than its place says so, and fades at the side where there is more.
  const showOverflow = (part) => {
    const more = part.scrollWidth - part.clientWidth;
    part.classList.toggle("more", more > 4 && part.scrollLeft < more - 4);
    part.previousElementSibling.hidden = more <= 4;
  };
  const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => showOverflow(target)));
  for (const part of document.querySelectorAll(".scroll")) {
    part.addEventListener("scroll", () => showOverflow(part), { passive: true });
    watch.observe(part);
  }
})();
`;
