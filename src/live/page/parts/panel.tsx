/** Draws a panel from its data. */
import type { ComponentChildren } from "preact";
import { say } from "../../../ui/browser/speech.ts";
import { Note, Section } from "../../../ui/browser/text.tsx";
import { t } from "../../../ui/words.ts";
import type { Panel } from "../panels.ts";
import type { PastRun, Run } from "../state.ts";
import { LineChart } from "./line-chart.tsx";
import { Term } from "./text.tsx";

interface Props {
  readonly panel: Panel;
  readonly run: Run | null;
  readonly past?: PastRun | null;
  readonly children?: ComponentChildren;
}

export function PanelView({ panel, run, past = null, children }: Props) {
  const { id, title, note = "", terms = [], missing, facts, bars, lines } = panel;
  const frame = run?.frame ?? null;
  const lack = frame === null ? t`The first hour is on its way.` : (missing?.(frame) ?? null);
  return (
    <Section id={id} title={title}>
      <Note of={note} />
      <p class="note legend">
        {terms.map((term) => (
          <Term key={term} of={term} />
        ))}
      </p>
      <Note of={lack ?? ""} />
      {frame !== null && lack === null && (
        <>
          <dl class="facts">
            {facts?.(frame).map(([name, value, beside = ""]) => (
              <div key={say(name)}>
                <dt>{say(name)}</dt>
                <dd>
                  {say(value)} <small>{say(beside)}</small>
                </dd>
              </div>
            ))}
          </dl>
          <ol class="bars">
            {bars?.(frame).map(({ fact: [name, value, beside = ""], share }) => (
              <li key={say(name)}>
                <span>{say(name)}</span>
                <strong>{say(value)}</strong>
                <BarView share={share} />
                <small>{say(beside)}</small>
              </li>
            ))}
          </ol>
          {lines !== undefined && <LineChart panel={panel} run={run!} past={past} />}
        </>
      )}
      {children}
    </Section>
  );
}

/** Of nothing it is empty. */
export function BarView({ share, kind = "" }: { readonly share: number | null; readonly kind?: string }) {
  return (
    <span class={`bar ${kind}`} aria-hidden="true">
      <span style={{ width: `${100 * (share ?? 0)}%` }} />
    </span>
  );
}
