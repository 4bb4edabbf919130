import { expect, test } from "vitest";
import { SITUATION_KEYS, SITUATIONS } from "../../../src/live/page/situations.ts";
import { LANGUAGES, WORDS } from "../../../src/live/page/words/words.ts";
import { readGuide } from "../../guide.ts";

test("situations come in the order of the student's guide, under the names that it gives them", () => {
  const named = [...readGuide("student").text.matchAll(/^- \*\*(.+)\*\*:/gm)].map(([, name]) => name);
  expect(SITUATIONS.map(({ key }) => WORDS.en.situations[key].title)).toEqual(named);
  expect(SITUATIONS.map(({ key }) => key)).toEqual(SITUATION_KEYS);
  for (const language of LANGUAGES) expect(Object.keys(WORDS[language].situations)).toEqual(SITUATION_KEYS);
});
