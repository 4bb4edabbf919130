/** The funnel of early warnings, each step with its rate of the step before, and the latest warnings. */
import { share } from "../headline.ts";
import { REPORTED_SUCCESS } from "../situations.ts";
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import { Term } from "./term.tsx";
import { Visible } from "./visible.tsx";

const STEPS = ["pushed", "onTarget", "effective", "kept"] as const;
const HELP = { pushed: "pushedHelp", onTarget: "onTargetHelp", effective: "effectiveHelp", kept: "keptHelp" } as const;

interface Props {
  readonly run: Run | null;
  /** True if the reported share of people who kept their money stands below ours. */
  readonly reported: boolean;
}

export function WarningFunnel({ run, reported }: Props) {
  const { words, format } = useWords();
  const funnel = run?.frame?.funnel ?? { pushed: 0, onTarget: 0, effective: 0, kept: 0 };
  return (
    <section id="warnings" tabIndex={-1} class="panel funnel" aria-labelledby="funnel-title">
      <h2 id="funnel-title">{words.warnings.title}</h2>
      <p class="note">{words.warnings.note}</p>
      <ol class="steps">
        {STEPS.map((step, index) => {
          const before = STEPS[index - 1];
          const part = before === undefined ? null : share(funnel[step], funnel[before]);
          const width = funnel.pushed > 0 ? funnel[step] / funnel.pushed : 0;
          return (
            <li key={step}>
              <span class="name">
                {step === "pushed" ? words.warnings[step] : <Term of={step}>{words.warnings[step]}</Term>}{" "}
                <small>{words.warnings[HELP[step]]}</small>
              </span>
              <span class="count">{format.count(funnel[step])}</span>
              <span class="bar" aria-hidden="true">
                <span style={{ "--share": String(width) }} />
              </span>
              <span class="rate">
                {part !== null && before !== undefined
                  ? words.warnings.ofBefore(format.percent(part.rate.value), format.count(funnel[before]))
                  : ""}
              </span>
            </li>
          );
        })}
      </ol>
      {reported && <Reported kept={funnel.kept} effective={funnel.effective} />}
      <h3>{words.warnings.latest}</h3>
      {run === null || run.warnings.length === 0 ? (
        <p class="empty">{words.warnings.noneYet}</p>
      ) : (
        <ul class="latest">
          {run.warnings.slice(0, SHOWN).map(({ id, level, subscriber, text, hour }) => (
            <li key={id}>
              <span class={`level ${level}`}>{words.warnings.levels[level]}</span>{" "}
              <span class="to">
                {words.warnings.to} <Visible text={subscriber} />
                {words.joints.comma}
                {words.events.hour(format.count(hour + 1))}
              </span>
              <span class="message">
                <Visible text={text} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const SHOWN = 4;

function Reported({ kept, effective }: { readonly kept: number; readonly effective: number }) {
  const { words, format } = useWords();
  const { rate } = share(kept, effective);
  return (
    <p class="reported">
      {words.warnings.success(format.percent(rate.value), format.count(kept), format.count(effective))}{" "}
      {words.warnings.reported(format.percent(REPORTED_SUCCESS))}
    </p>
  );
}
