/** The stages down a line, with what each saw of all fraud and what that led to; then the three ends. */
import { count, say, shareOf } from "../../../ui/browser/speech.ts";
import { Note, Section } from "../../../ui/browser/text.tsx";
import { t, type Text } from "../../../ui/words.ts";
import type { DecisionCounts, StageCounts } from "../../server/frame.ts";
import type { State } from "../state.ts";
import { BarView } from "./panel.tsx";
import { DecisionBadge, Term, TruthMark } from "./text.tsx";

export const FLOW = t`Where is an event decided?`;
const ENDS = [
  ["allow", "allowed"],
  ["flag", "flagged"],
  ["block", "blocked"],
] as const;
const NONE: DecisionCounts = { allowed: 0, flagged: 0, blocked: 0 };
const NOTHING = { calls: 0, messages: 0, fraud: NONE, benign: NONE, stages: [] };

export function Flow({ run, catalogue }: Pick<State, "run" | "catalogue">) {
  const { calls, messages, fraud, benign, stages } = run?.frame ?? NOTHING;
  const columns = [t`fraud seen`, t`blocked`, t`decisive`, t`benign hit`];
  return (
    <Section id="flow" title={FLOW}>
      <Note of={t`Bars: of all fraud, what a stage saw; in it what was blocked, and what only this stage blocked.`}>
        <Term of="stage" /> <Term of="evidence" /> <Term of="decisive" /> <Term of="verdict" />
      </Note>
      <div class="flow">
        <table>
          <tr>
            <Station name={t`Arrivals`} does={t`${count(calls)} calls, ${count(messages)} messages`} />
            {columns.map((name) => (
              <th scope="col" key={name.key}>
                {say(name)}
              </th>
            ))}
          </tr>
          {catalogue?.stages.map(({ name, title, question }) => {
            const isOff = run?.off.includes(name) === true;
            const counts = isOff ? undefined : stages.find(({ stage }) => stage === name);
            return (
              <tr key={name} class="stage">
                <Station name={title} does={question} counts={counts} all={total(fraud)} />
                {isOff && <td colSpan={4}>{say(t`off`)}</td>}
                {cellsOf(counts).map((events, at) => (
                  <td key={at}>{count(events)}</td>
                ))}
              </tr>
            );
          })}
          <tr>
            <Station name={t`Classify`} does={t`What does the evidence add up to?`} />
          </tr>
        </table>
        <ul class="ends">
          {ENDS.map(([decision, counted]) => (
            <li key={decision}>
              <DecisionBadge decision={decision} />
              <p>
                <TruthMark fraud of={t`${count(fraud[counted])} fraud`} />
              </p>
              <BarView share={shareOf(fraud[counted], total(fraud))} kind="fraud" />
              <p>
                <TruthMark fraud={false} of={t`${count(benign[counted])} benign`} />
              </p>
              <BarView share={shareOf(benign[counted], total(benign))} kind="benign" />
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}

function cellsOf(counts: StageCounts | undefined): readonly number[] {
  if (counts === undefined) return [];
  const { seen, blocked, decisive } = counts.fraud;
  return [seen, blocked, decisive, counts.benign.blocked];
}

function total({ allowed, flagged, blocked }: DecisionCounts): number {
  return allowed + flagged + blocked;
}

interface StationProps {
  readonly name: Text;
  readonly does: Text;
  readonly counts?: StageCounts | undefined;
  /** Fraud events. */
  readonly all?: number;
}

/** With bars one over the other: seen, blocked, decisive. */
function Station({ name, does, counts, all = 0 }: StationProps) {
  return (
    <th scope="row">
      <strong>{say(name)}</strong> <small>{say(does)}</small>
      {counts !== undefined && (
        <span class="nested">
          <BarView share={shareOf(counts.fraud.seen, all)} kind="blocked seen" />
          <BarView share={shareOf(counts.fraud.blocked, all)} kind="blocked" />
          <BarView share={shareOf(counts.fraud.decisive, all)} kind="decisive" />
        </span>
      )}
    </th>
  );
}
