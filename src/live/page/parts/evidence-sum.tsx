/** Evidence with its weights, adding up to the score, and the score against both thresholds. */
import type { Drawn } from "../../../explain/explanation.ts";
import { nats, scoreWords } from "../../../explain/picture-words.ts";
import { say } from "../../../ui/browser/speech.ts";
import { Note, Visible } from "../../../ui/browser/text.tsx";
import { t } from "../../../ui/words.ts";
import type { State } from "../state.ts";
import { DecisionBadge, Term } from "./text.tsx";

const PER_NAT = 100;

type Props = { readonly outcome: Drawn["sum"] } & Pick<State, "catalogue">;

export function EvidenceSum({ outcome, catalogue }: Props) {
  const { parts, score, flagScore, blockScore, verdict } = outcome;
  const words = { prior: t`prior`, ...catalogue?.evidence };
  // A line over the range of interest in three stretches, allow, flag and block; and where the score lies.
  const least = Math.min(score, parts[0]?.weight ?? 0, flagScore) - PER_NAT / 2;
  const most = Math.max(score, blockScore) + PER_NAT / 2;
  const part = (from: number, to: number) => `${(100 * (to - from)) / (most - least)}%`;
  return (
    <div class="evidence-sum">
      <table>
        <tbody>
          {parts.map(({ name, weight }) => (
            <tr key={name}>
              <th scope="row">
                <Visible text={Object.hasOwn(words, name) ? say(words[name as "prior"]) : name} />
              </th>
              <td>{nats(weight)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              <Term of="score">{say(t`Score`)}</Term>
            </th>
            <td>{nats(score)}</td>
          </tr>
        </tfoot>
      </table>
      <div class="score-line" aria-hidden="true">
        <span style={{ background: "var(--allowed)", width: part(least, flagScore) }} />
        <span style={{ background: "var(--flagged)", width: part(flagScore, blockScore) }} />
        <span style={{ background: "var(--blocked)", width: part(blockScore, most) }} />
        <span class="at" style={{ left: part(least, score) }} />
      </div>
      <p>
        <DecisionBadge decision={verdict} /> {say(scoreWords(outcome))}
      </p>
      <Note
        of={t`Weights are log-odds in nats: one nat more makes the odds of fraud 2.718 times as high. The prior holds for an event without evidence.`}
      />
    </div>
  );
}
