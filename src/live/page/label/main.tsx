/** The page of `ringfence label`: one message at a time, a key for each answer. */
import { render } from "preact";
import { followPalette } from "../theme.ts";
import { Visible } from "../parts/visible.tsx";
import { keepLanguage, tabLanguage } from "../words/tab-language.ts";
import { LANGUAGE_TAGS } from "../words/words.ts";
import { ask, Refusal } from "../ask.ts";
import type { LabelQuestion, LabelState } from "../../server/label/protocol.ts";
import { LABEL_WORDS, type LabelWords } from "./words.ts";

const root = document.querySelector("#app")!;
let language = tabLanguage();
let state: LabelState | null = null;
let isLost = false;
let isBusy = false;
/** Asks for the curve once its point is worked out. */
let later: ReturnType<typeof setTimeout> | undefined;
const JUDGING_MS = 700;

followPalette();
document.addEventListener("keydown", onKey);
void look();

async function look(path = "", body?: unknown): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  try {
    state = await ask(`/api/label${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
    isLost = false;
  } catch (error) {
    isLost = !(error instanceof Refusal);
    if (error instanceof Refusal) state = state && { ...state, problem: error.message };
  }
  isBusy = false;
  draw();
  clearTimeout(later);
  if (state?.isJudging === true) later = setTimeout(() => void look(), JUDGING_MS);
}

type Action = "fraud" | "benign" | "skip" | "undo" | "finish";

const KEYS: Readonly<Record<string, Action>> = { f: "fraud", b: "benign", s: "skip", u: "undo" };
const LATIN = /^[a-z]$/i;

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  // An input method hides the letter, and other scripts have another: then the place of the key counts.
  const key = LATIN.test(event.key) ? event.key : event.code.replace("Key", "");
  const action = KEYS[key.toLowerCase()];
  if (action !== undefined) act(action);
}

function act(action: Action): void {
  if (action === "undo" || action === "finish") void look(`/${action}`, {});
  else if (state?.question) void look("/answer", { line: state.question.line, answer: action });
}

function speakOther(): void {
  language = language === "en" ? "zh" : "en";
  keepLanguage(language);
  draw();
}

function draw(): void {
  document.documentElement.lang = LANGUAGE_TAGS[language];
  render(<Page words={LABEL_WORDS[language]} />, root);
}

function Page({ words }: { readonly words: LabelWords }) {
  if (state === null) return <main>{isLost ? <p role="alert">{words.lost}</p> : null}</main>;
  const { file, counts, question, curve, hardlyPays, command, expected, problem } = state;
  return (
    <main>
      <header>
        <h1>{words.title}</h1>
        <button type="button" onClick={speakOther}>
          {words.other}
        </button>
      </header>
      <p>{words.intro}</p>
      {isLost ? <p role="alert">{words.lost}</p> : null}
      {problem === null ? null : (
        <p role="alert">
          <Visible text={problem} />
        </p>
      )}
      {question === null ? <p>{words.allLabelled}</p> : <Message question={question} words={words} />}
      <div class="answers">
        {(["fraud", "benign", "skip", "undo"] as const).map((action) => (
          <button type="button" class={action} onClick={() => act(action)} key={action}>
            {words[action]} <kbd>{action[0]!.toUpperCase()}</kbd>
          </button>
        ))}
      </div>
      <p aria-live="polite">
        {words.counts(counts.fraud, counts.benign, counts.skip)}
        {" · "}
        <Visible text={file} />
      </p>
      <Curve curve={curve} words={words} />
      {hardlyPays ? <p class="advice">{words.hardlyPays}</p> : null}
      <button type="button" onClick={() => act("finish")}>
        {words.finish}
      </button>
      {expected === null ? null : <p>{words.expected(expected)}</p>}
      {command === null ? null : (
        <p>
          {words.written}{" "}
          <code>
            <Visible text={command} />
          </code>
        </p>
      )}
    </main>
  );
}

function Message({ question, words }: { readonly question: LabelQuestion; readonly words: LabelWords }) {
  const { text, sender, line, reason, score, spokeFor, spokeAgainst } = question;
  return (
    <section aria-live="polite">
      <small>
        {words.line(line)}
        {sender === null ? null : (
          <>
            {words.from} <Visible text={sender} />
          </>
        )}
        . {words.reasons[reason]}
      </small>
      <blockquote>
        <Visible text={text} />
      </blockquote>
      {score === null ? (
        <small>{words.noModelYet}</small>
      ) : (
        <div class="pieces">
          <div>
            <small>{words.speaksFor}</small>
            <Pieces texts={spokeFor} />
          </div>
          <div>
            <small>{words.speaksAgainst}</small>
            <Pieces texts={spokeAgainst} />
          </div>
        </div>
      )}
    </section>
  );
}

function Pieces({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul>
      {texts.map((text, at) => (
        <li key={at}>
          <Visible text={text} />
        </li>
      ))}
    </ul>
  );
}

const WIDTH = 480;
const HEIGHT = 140;
const MARGIN = 28;

/** A line with its band, from 0 to 1. */
function Curve({ curve, words }: { readonly curve: LabelState["curve"]; readonly words: LabelWords }) {
  const last = curve.at(-1);
  if (last === undefined) {
    return (
      <section>
        <h2>{words.quality}</h2>
        <small>{words.noQuality}</small>
      </section>
    );
  }
  const x = (labels: number): number => MARGIN + ((WIDTH - 2 * MARGIN) * labels) / Math.max(50, last.labels);
  const y = (mcc: number): number => HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * Math.max(0, mcc);
  const points = (pick: (point: LabelState["curve"][number]) => number) =>
    curve.map((point) => `${x(point.labels)},${y(pick(point))}`);
  const band = [...points(({ high }) => high), ...points(({ low }) => low).toReversed()].join(" ");
  const told = `${last.labels}: ${last.mcc.toFixed(2)} (${last.low.toFixed(2)} – ${last.high.toFixed(2)})`;
  return (
    <section>
      <h2>{words.quality}</h2>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${words.quality} ${told}`}>
        {[0, 0.5, 1].map((tick) => (
          <g key={tick}>
            <line class="grid" x1={MARGIN} x2={WIDTH - MARGIN} y1={y(tick)} y2={y(tick)} />
            <text x={MARGIN - 6} y={y(tick) + 4} text-anchor="end">
              {tick}
            </text>
          </g>
        ))}
        <polygon class="band" points={band} />
        <polyline class="line" points={points(({ mcc }) => mcc).join(" ")} />
        <text x={x(last.labels)} y={HEIGHT - 8} text-anchor="middle">
          {last.labels}
        </text>
      </svg>
      <p>{told}</p>
      <small>{words.qualityNote}</small>
    </section>
  );
}
