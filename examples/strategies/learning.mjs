/**
 * Each gang learns by itself which way of working pays: a bandit over a few ways, with an upper confidence bound (Auer
 * and others 2002). It keeps a way for five days, and judges it by the profit of these days.
 */
import { strategyFrom } from "ringfence";

const USUAL = { obfuscation: "usual", chat: "usual", rewriting: "usual", lineLife: "usual", lines: "usual" };
const WAYS = [
  USUAL,
  { ...USUAL, obfuscation: "paraphrased" },
  { ...USUAL, chat: 1 },
  { ...USUAL, obfuscation: "paraphrased", chat: 1 },
  { ...USUAL, rewriting: 24, chat: 1 },
  { ...USUAL, lineLife: 24 },
  { ...USUAL, lines: 2 },
];
const DAYS = 5;
/** Profits are compared on this scale, in yuan a day. */
const SCALE_YUAN = 5000;

export default strategyFrom({
  name: "learning",
  decide({ day, incomeYuan, spentYuan, memory, random }) {
    memory.profits ??= WAYS.map(() => []);
    memory.sum = (memory.sum ?? 0) + incomeYuan - spentYuan;
    if (memory.way !== undefined && day < memory.until) return {};
    if (memory.way !== undefined) memory.profits[memory.way].push(memory.sum / DAYS / SCALE_YUAN);
    memory.way = choose(memory.profits, random);
    memory.sum = 0;
    memory.until = day + DAYS;
    return WAYS[memory.way];
  },
});

/** Untried ways first, by chance; then the one whose profit may be the largest. */
function choose(profits, random) {
  const untried = WAYS.flatMap((_, way) => (profits[way].length === 0 ? [way] : []));
  if (untried.length > 0) return untried[Math.floor(random() * untried.length)];
  const tries = profits.flat().length;
  const bounds = profits.map((own) => {
    const mean = own.reduce((sum, one) => sum + one, 0) / own.length;
    return mean + Math.sqrt((2 * Math.log(tries)) / own.length);
  });
  return bounds.indexOf(Math.max(...bounds));
}
