/** The stages down a line, with what each saw of all fraud and what that led to; then the three ends. */
import { t, type Text } from "../../../ui/words.ts";
import type { DecisionCounts, StageCounts } from "../../server/protocol.ts";
import { count, say, shareOf } from "../speech.ts";
import type { State } from "../state.ts";
import { BarView } from "./panel.tsx";
import { DecisionBadge, Note, Term, TruthMark } from "./text.tsx";

const ENDS = [
  ["allow", "allowed", t`delivered`],
  ["flag", "flagged", t`delivered, watched`],
  ["block", "blocked", t`not delivered`],
] as const;
const NONE: DecisionCounts = { allowed: 0, flagged: 0, blocked: 0 };

export function Flow({ run, catalogue }: Pick<State, "run" | "catalogue">) {
  const { calls, messages, fraud, benign, stages } = run?.frame ?? {
    ...{ calls: 0, messages: 0, fraud: NONE, benign: NONE, stages: [] },
  };
  const columns = [t`fraud seen`, t`blocked`, t`decisive`, t`benign hit`];
  return (
    <section id="flow" tabIndex={-1} class="panel" aria-labelledby="flow-title">
      <h2 id="flow-title">{say(t`Where is an event decided?`)}</h2>
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
          {catalogue?.stages.map(({ name, title, question }) => (
            <tr key={name} class="stage">
              {stageCells(title, question, run?.off.includes(name) ? null : stages.find(({ stage }) => stage === name))}
            </tr>
          ))}
          <tr>
            <Station name={t`Classify`} does={t`Adds up the evidence; two thresholds decide.`} />
          </tr>
        </table>
        <ul class="ends">
          {ENDS.map(([decision, counted, does]) => (
            <li key={decision}>
              <DecisionBadge decision={decision} /> <small>{say(does)}</small>
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
    </section>
  );

  /** `counts`: null for a stage that is off; none before the first hour. */
  function stageCells(name: Text, does: Text, counts: StageCounts | null | undefined) {
    if (counts === null) {
      return (
        <>
          <Station name={name} does={does} />
          <td colSpan={4}>{say(t`off`)}</td>
        </>
      );
    }
    const { seen, blocked, decisive } = counts?.fraud ?? { seen: 0, blocked: 0, decisive: 0 };
    return (
      <>
        <Station name={name} does={does} bars={[seen, blocked, decisive].map((part) => shareOf(part, total(fraud)))} />
        {[seen, blocked, decisive, counts?.benign.blocked ?? 0].map((events, at) => (
          <td key={at}>{count(events)}</td>
        ))}
      </>
    );
  }
}

function total({ allowed, flagged, blocked }: DecisionCounts): number {
  return allowed + flagged + blocked;
}

interface StationProps {
  readonly name: Text;
  readonly does: Text;
  /** One over the other: seen, blocked, decisive. */
  readonly bars?: readonly (number | null)[];
}

function Station({ name, does, bars }: StationProps) {
  return (
    <th scope="row">
      <strong>{say(name)}</strong> <small>{say(does)}</small>
      <span class={bars && "nested"}>
        {bars?.map((share, at) => (
          <BarView key={at} share={share} kind={["blocked seen", "blocked", "decisive"][at]} />
        ))}
      </span>
    </th>
  );
}
