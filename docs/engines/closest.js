// A matcher engine over an npm package: npm install fastest-levenshtein
import { matcherFrom } from "ringfence";
import { closest } from "fastest-levenshtein";

export default matcherFrom({
  name: "closest",
  build: (templates) => ({
    texts: templates.map(({ text }) => text),
    numbers: new Map(templates.map(({ number, text }) => [text, number])),
  }),
  // The fewest edits, which is not always the most similar: so it is approximate.
  nearest: ({ texts, numbers }, text) => numbers.get(closest(text, texts)),
});
