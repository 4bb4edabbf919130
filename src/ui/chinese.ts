/** Apart from words.ts: threads need no Chinese. */
import { speaker } from "./words.ts";
import phrases from "./zh.json" with { type: "json" };

export const zh = speaker(phrases);
