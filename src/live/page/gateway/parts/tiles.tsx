/** The figures that matter, large, with their denominators. */
import { NOTHING, type Format } from "../../format.ts";
import { useWords } from "../../words/use-words.ts";
import type { OverviewAnswer } from "../api.ts";
import { clock } from "../times.ts";
import { useGatewayWords } from "../words.ts";

export function Tiles({ overview }: { readonly overview: OverviewAnswer }) {
  const words = useGatewayWords();
  const { format, language } = useWords();
  const { verdicts, rate, screening, waitingMs, since, at } = overview;
  const count = (name: keyof typeof verdicts) => verdicts[name].call + verdicts[name].message;
  const all = count("allow") + count("flag") + count("block") + count("unscreened");
  const ofAll = (part: number) => words.tiles.ofAll(format.rare(part / all), format.count(all));
  const before = rate.steps.at(-2)!;
  const lately = Object.values(before).reduce((sum, one) => sum + one, 0) / rate.stepSeconds;
  const tiles = [
    [
      "rate",
      words.tiles.rate,
      short(lately, format),
      words.tiles.rateOf(format.count(all), clock(since, at, language)),
    ],
    ["block", words.tiles.blocked, format.count(count("block")), ofAll(count("block"))],
    ["flag", words.tiles.flagged, format.count(count("flag")), ofAll(count("flag"))],
    [
      "micros",
      words.tiles.micros,
      duration(screening.p99, format),
      words.tiles.microsOf(duration(screening.p50, format), format.count(screening.count)),
    ],
    [
      "wait",
      words.tiles.waiting,
      `${format.count(waitingMs)} ms`,
      count("unscreened") > 0 ? words.tiles.unscreened(format.count(count("unscreened"))) : words.tiles.waitingOf,
    ],
  ] as const;
  return (
    <section class="headlines" aria-label={words.tiles.label}>
      <div class="tiles">
        {tiles.map(([kind, name, figure, detail]) => (
          <div class={`tile ${kind}`} key={name}>
            <h2>{name}</h2>
            <p class="figure">{figure}</p>
            <p class="detail">{detail}</p>
          </div>
        ))}
      </div>
    </section>
  );
}

function short(value: number, format: Format): string {
  return value >= 100 ? format.short(value) : format.decimal(value, 1);
}

/** Of microseconds. */
function duration(micros: number | null, format: Format): string {
  if (micros === null) return NOTHING;
  return micros < 1000 ? `${format.count(micros)} µs` : `${format.decimal(micros / 1000, 1)} ms`;
}
