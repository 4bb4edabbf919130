/**
 * `npm run --silent bench:texts [-- seed [folder of real messages]]`: the table of texts.ts, for seed 1 and the folder
 * that RINGFENCE_DATA names unless told otherwise; without a folder, generated texts alone.
 */
import { loadScenario } from "../../../src/scenario/file.ts";
import { attachPhraseBank } from "../../../src/world/text/phrase-bank.ts";
import { wordings } from "../../../src/world/text/catalogue.ts";
import { readRealSets } from "./real.ts";
import { measureTexts } from "./texts.ts";

const COUNT = 12_000;

const { catalogue, phraseBank } = wordings();
const [seed = "1", folder = process.env["RINGFENCE_DATA"]] = process.argv.slice(2);
const figures = measureTexts(
  { bank: attachPhraseBank(phraseBank), catalogue, scenario: loadScenario("platform-2020") },
  { seed: Number(seed), count: COUNT, realSets: folder === undefined ? [] : readRealSets(folder) },
);
for (const { language, name, value, fraud, benign } of figures) {
  process.stdout.write(`${language}  ${name.padEnd(64)} ${value.toFixed(4)}  ${fraud} fraud, ${benign} benign\n`);
}
