/** Engines and a stage of a user's own screen in threads as they do without. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { OWN_STAGES_VARIABLE } from "../../src/detect/own-stages.ts";

const pathOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const ENGINES = {
  engine: pathOf("fixtures/engines/first-letters.mjs"),
  blocklistEngine: pathOf("fixtures/engines/set-filter.mjs"),
};
const TEXT = "Your parcel waits for the customs fee of today: pay at once please";

/** Prints what came of lists of a stream, before and after others are listed, by as many threads as it is told. */
const PROGRAM = `
import { createScreener } from "${new URL("../../dist/src/index.js", import.meta.url).href}";
const options = { ...${JSON.stringify(ENGINES)}, templates: ["${TEXT}"], model: "none" };
const screener = await createScreener({ ...options, blocklist: ["13800138000"], threads: Number(process.argv[1]) });
const events = Array.from({ length: 900 }, (_, at) => ({
  caller: at % 5 === 0 ? "13800138000" : String(13900000000 + at),
  callee: String(13600000000 + at),
  time: 1772323200 + 20 * at,
  ...(at % 3 === 0 ? { text: "${TEXT} " + at } : { duration: at % 60 }),
}));
const found = [];
async function screen(list) {
  for await (const screened of screener.stream([list.slice(0, 200), list.slice(200)])) found.push(...screened);
}
await screen(events.slice(0, 500));
await screener.reload({ blocklist: ["13900000501"] });
await screen(events.slice(500));
console.log(JSON.stringify(found));
await screener.close();
`;

test("engines and a stage of a user's own come to the same in threads, also by new lists", async () => {
  const env = { ...process.env, [OWN_STAGES_VARIABLE]: pathOf("detect/toy-stage/stage.mjs") };
  const found = async (threads: number): Promise<string> => {
    const words = ["--input-type=module", "-e", PROGRAM, String(threads)];
    return (await promisify(execFile)(process.execPath, words, { env, maxBuffer: 1 << 24 })).stdout;
  };
  const alone = await found(0);
  for (const kind of ["textLong", "textMatch", "callerListed"]) expect(alone).toContain(`"${kind}"`);
  for (const threads of [1, 2]) expect(await found(threads)).toBe(alone);
}, 60_000);
