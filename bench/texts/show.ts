import { loadScenario } from "../../src/scenario/file.ts";
import { buildPhraseBank } from "../../src/world/text/build-phrase-bank.ts";
import { describeScripts } from "../../src/world/text/catalogue.ts";
import { loadGrammar } from "../../src/world/text/grammar.ts";
import { attachPhraseBank } from "../../src/world/text/phrase-bank.ts";
import { benignTexts, fraudTexts } from "./generated.ts";
const grammar = loadGrammar();
const w = { bank: attachPhraseBank(buildPhraseBank(grammar)), catalogue: describeScripts(grammar), scenario: loadScenario("platform-2020") };
const n = Number(process.argv[2] ?? 30);
for (const language of [0, 1]) {
  const q = (t: readonly { text: string }[]) => { const l = t.map(({ text }) => text.length).sort((a, b) => a - b); return [0.1, 0.5, 0.9].map((x) => l[Math.floor(x * l.length)]); };
  const f = fraudTexts(w, { seed: 5, language, count: 6000 });
  const b = benignTexts(w, { seed: 5, language, count: 6000 });
  console.log(language, "fraud rung0", q(f.filter((t) => t.rung === 0)), "rung5", q(f.filter((t) => t.rung === 5)), "benign", q(b));
  for (let i = 0; i < n; i++) console.log(f[i * 31]!.rung, f[i * 31]!.text);
  for (let i = 0; i < n; i++) console.log("b", b[i]!.text);
}
