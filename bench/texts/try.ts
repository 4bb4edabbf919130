import { loadScenario } from "../../src/scenario/file.ts";
import { buildPhraseBank } from "../../src/world/text/build-phrase-bank.ts";
import { describeScripts } from "../../src/world/text/catalogue.ts";
import { loadGrammar } from "../../src/world/text/grammar.ts";
import { attachPhraseBank } from "../../src/world/text/phrase-bank.ts";
import { readRealSets } from "./real.ts";
import { measureTexts } from "./texts.ts";
const grammar = loadGrammar();
const w = { bank: attachPhraseBank(buildPhraseBank(grammar)), catalogue: describeScripts(grammar), scenario: loadScenario("platform-2020") };
for (const f of measureTexts(w, { seed: Number(process.argv[2] ?? 1), count: Number(process.argv[3] ?? 12000), realSets: readRealSets(process.env["RINGFENCE_DATA"]!) }))
  console.log(f.language, f.name.padEnd(55), f.value.toFixed(4), f.fraud, f.benign);
