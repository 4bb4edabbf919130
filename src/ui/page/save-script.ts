import { csvCell } from "../table.ts";

/**
 * Gives each chart of a page two buttons: its numbers as CSV, its picture as SVG. Both are made of what the page shows,
 * in the language that it is in, and need no network. Markup is made of the page's own pictures alone.
 */
export const SAVE_SCRIPT = String.raw`(() => {
  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const textOf = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

  const csvCell = ${csvCell};
  // A number stays one, without commas.
  const NUMBER = /^[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%)?$/;
  const cell = (element) => {
    const text = element.textContent.trim().replace(/\s*\n\s*/g, " / ");
    return NUMBER.test(text) ? text.replaceAll(",", "").replace(/\s/g, "") : csvCell(text);
  };
  const csvOf = (table) =>
    "\uFEFF" + [...table.rows].map((row) => [...row.cells].map(cell).join(",") + "\r\n").join("");

  // A file of its own knows no style sheet: colours are written out, and title, legend and source are drawn in.
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const LINE = 20;
  const make = (name, attributes, parts = []) => {
    const element = document.createElementNS(NAMESPACE, name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...parts);
    return element;
  };
  const svgOf = (figure) => {
    const colour = (name) => {
      figure.style.outlineColor = "var(--" + name + ")";
      return getComputedStyle(figure).outlineColor;
    };
    const picture = figure.querySelector(".picture svg");
    const [width, height] = [+picture.getAttribute("width"), +picture.getAttribute("height")];
    const words = (x, y, text, ink, size = 12, weight = 400) =>
      make("text", { x, y, fill: colour(ink), "font-size": size, "font-weight": weight }, [text]);
    const legend = [...figure.querySelectorAll(".legend li")];
    const top = 44 + legend.length * LINE;
    const drawn = [...picture.childNodes].map((node) => node.cloneNode(true));
    const all = make("svg", { viewBox: [0, 0, width, top + height + 28].join(" "), width, height: top + height + 28, "font-family": "system-ui, sans-serif" }, [
      make("title", {}, [textOf(figure.querySelector("h3"))]),
      make("desc", {}, [textOf(figure.querySelector(".reading"))]),
      make("rect", { width: "100%", height: "100%", fill: colour("background") }),
      words(8, 24, textOf(figure.querySelector("h3")), "text", 15, 600),
      ...legend.flatMap((item, at) => [
        make("g", { transform: "translate(8 " + (38 + at * LINE) + ")" }, [...item.querySelector("svg").childNodes].map((node) => node.cloneNode(true))),
        words(40, 48 + at * LINE, textOf(item), "text"),
      ]),
      make("g", { transform: "translate(0 " + top + ")", "font-size": 12, "text-anchor": "middle", fill: "var(--text)" }, drawn),
      words(8, top + height + 18, "Ringfence · " + textOf(document.querySelector("h1")) + " · " + textOf(document.getElementById("facts")), "muted", 11),
    ]);
    for (const element of all.querySelectorAll("*")) {
      element.removeAttribute("data-tip");
      element.removeAttribute("class");
      for (const { name, value } of [...element.attributes])
        if (value.startsWith("var(--")) element.setAttribute(name, value === "var(--hit)" ? "none" : colour(value.slice(6, -1)));
    }
    return new XMLSerializer().serializeToString(all) + "\n";
  };

  const ways = { CSV: ["csv", "text/csv", (figure) => csvOf(figure.querySelector("table"))], SVG: ["svg", "image/svg+xml", svgOf] };
  for (const figure of document.querySelectorAll("figure")) {
    if (!figure.querySelector(".picture svg") || !figure.querySelector("table")) continue;
    const row = document.createElement("p");
    row.className = "save";
    for (const [kind, [extension, type, make]] of Object.entries(ways)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = kind;
      button.setAttribute("aria-label", "Save as " + kind);
      button.addEventListener("click", () => save("ringfence-" + figure.id + "." + extension, type, make(figure)));
      row.append(button);
    }
    figure.append(row);
  }
})();
`;
