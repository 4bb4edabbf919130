import { expect, test } from "vitest";
import { SITUATION_KEYS, SITUATIONS } from "../../../src/live/page/situations.ts";
import { LANGUAGES, WORDS } from "../../../src/live/page/words/words.ts";

test("each situation has a title and words in every language, in one order", () => {
  expect(SITUATIONS.map(({ key }) => key)).toEqual(SITUATION_KEYS);
  for (const language of LANGUAGES) expect(Object.keys(WORDS[language].situations)).toEqual(SITUATION_KEYS);
});
