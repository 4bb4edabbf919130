/** The main figures, large, with their denominators, next to those of the run before at the same hour. */
import { printable } from "../../../core/terminal/printable.ts";
import type { Catalogue, Frame, RunRequest } from "../../server/protocol.ts";
import { headlineAt, headlineOf, type Headline, share } from "../headline.ts";
import { scenarioOf } from "../settings.ts";
import type { TermKey } from "../../../report/glossary.ts";
import type { PastRun, Run } from "../state.ts";
import { type Format, NOTHING } from "../format.ts";
import { amountOf } from "../amount.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";
import { Term } from "./term.tsx";

interface Props {
  readonly run: Run | null;
  readonly past: PastRun | null;
  readonly catalogue: Catalogue | null;
}

export function Headlines({ run, past, catalogue }: Props) {
  const { words, format } = useWords();
  const now = run?.frame ? headlineOf(run.frame) : null;
  // Counts of another scenario do not compare.
  const isOfAnother = past !== null && run !== null && past.request.scenario !== run.request.scenario;
  const behind = isOfAnother ? null : past;
  const before = now === null || behind === null ? null : headlineAt(behind, now.hour);
  return (
    <section id="headlines" tabIndex={-1} class="headlines" aria-label={words.headline.label}>
      <div class="tiles">
        {FIGURES.map((figure) => (
          <Tile key={figure.key} figure={figure} now={now} before={before} past={behind} />
        ))}
      </div>
      {run?.frame ? <Precision frame={run.frame} /> : <p class="precision">{words.headline.waiting}</p>}
      {isOfAnother && <p class="comparison">{words.headline.otherScenario(printable(past.request.scenario))}</p>}
      {behind !== null && run !== null && catalogue !== null && (
        <p class="comparison">
          {words.headline.comparison(
            differences(behind.request, run.request, catalogue, words, format).join(words.joints.clause) ||
              words.headline.sameSettings,
          )}
          {now !== null && before === null && ` ${words.headline.stoppedHelp}`}
        </p>
      )}
    </section>
  );
}

/** The share that a user meets: it falls as fraud gets rarer, though both rates above stay. */
function Precision({ frame: { fraud, benign } }: { readonly frame: Frame }) {
  const { words, format } = useWords();
  const { count, of, rate } = share(fraud.blocked, fraud.blocked + benign.blocked);
  if (of === 0) return <p class="precision">{words.headline.nothingBlocked}</p>;
  return (
    <p class="precision">
      {words.headline.precision(format.percent(rate.value), format.count(count), format.count(of))}{" "}
      <Term of="baseRate" />
    </p>
  );
}

/** The effect of warnings comes first, then all in order: a lower threshold raises more false alarms. */
export interface Figure {
  readonly key: "byWarnings" | "fraud" | "benign" | "kept" | "falseAlarms" | "saved";
  readonly value: (headline: Headline, format: Format) => string;
  readonly detail: (headline: Headline, words: Words, format: Format) => string;
}

const TERMS = {
  byWarnings: "saved",
  fraud: "intercepted",
  benign: "benignBlocked",
  kept: "kept",
  falseAlarms: "falseAlarm",
  saved: "avoided",
} as const satisfies Readonly<Record<Figure["key"], TermKey>>;
const PER = 10_000;

export const FIGURES: readonly Figure[] = [
  {
    key: "byWarnings",
    value: ({ lost, lostUnwarned }, format) => format.count(lostUnwarned - lost),
    detail: ({ lost, lostUnwarned, lostYuan, lostYuanUnwarned }, words, format) =>
      words.headline.byWarningsOf(
        format.count(lost),
        format.count(lostUnwarned),
        format.yuan(lostYuanUnwarned - lostYuan),
      ),
  },
  {
    key: "fraud",
    value: ({ fraudBlocked }, format) => format.percent(fraudBlocked.rate.value),
    detail: ({ fraudBlocked: { count, of } }, words, format) =>
      words.headline.fraudOf(format.count(count), format.count(of)),
  },
  {
    key: "benign",
    value: ({ benignBlocked }, format) => format.count(benignBlocked.count),
    detail: ({ benignBlocked: { rate, of } }, words, format) =>
      words.headline.benignOf(rate.value === null ? NOTHING : format.decimal(rate.value * PER, 1), format.count(of)),
  },
  {
    key: "kept",
    value: ({ kept }, format) => format.count(kept.count),
    detail: ({ kept: { rate, of } }, words, format) =>
      words.headline.keptOf(format.percent(rate.value), format.count(of)),
  },
  {
    key: "falseAlarms",
    value: ({ falseAlarms }, format) => format.count(falseAlarms.count),
    detail: ({ falseAlarms: { rate, of } }, words, format) =>
      words.headline.falseAlarmsOf(format.percent(rate.value), format.count(of)),
  },
  {
    key: "saved",
    value: ({ lostYuan, lostYuanUndefended }, format) => format.yuan(lostYuanUndefended - lostYuan),
    detail: ({ lostYuan, lostYuanUndefended }, words, format) =>
      words.headline.savedOf(format.yuan(lostYuan), format.yuan(lostYuanUndefended)),
  },
];

interface TileProps {
  readonly figure: Figure;
  readonly now: Headline | null;
  readonly before: Headline | null;
  /** Compared with it; null: nothing. */
  readonly past: PastRun | null;
}

function Tile({ figure, now, before, past }: TileProps) {
  const { words, format } = useWords();
  const { key, value, detail } = figure;
  return (
    <div class={`tile ${key}`}>
      <h2>
        <Term of={TERMS[key]}>{words.headline[key]}</Term>
      </h2>
      <p class="figure">{now === null ? NOTHING : value(now, format)}</p>
      <p class="detail">{now === null ? " " : detail(now, words, format)}</p>
      {past !== null && now !== null && (
        <p class="before">
          {before === null ? (
            words.headline.stopped(format.count(past.history.length))
          ) : (
            <>
              {(before.hour < now.hour ? words.headline.beforeEnded : words.headline.beforeAt)(
                format.count(before.hour + 1),
              )}
              {words.joints.colon}
              <strong>{value(before, format)}</strong>
            </>
          )}
        </p>
      )}
    </div>
  );
}

function differences(
  before: RunRequest,
  now: RunRequest,
  catalogue: Catalogue,
  words: Words,
  format: Format,
): readonly string[] {
  const found: string[] = [];
  const say = (name: string, was: string, is: string) => {
    if (was !== is) found.push(words.headline.compared(name, was, is));
  };
  say(words.headline.seed, String(before.seed), String(now.seed));
  for (const { key, unit } of catalogue.controls) {
    const valueOf = ({ scenario, settings }: RunRequest) => {
      const value = settings[key] ?? scenarioOf(catalogue, scenario).defaults[key];
      return amountOf(value, unit, words, format);
    };
    say(words.control[key].name, valueOf(before), valueOf(now));
  }
  return found;
}
