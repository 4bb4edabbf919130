/** Evidence with its weights, adding up to the score. */
import type { Drawn } from "../../../explain/explanation.ts";
import { nats, scoreWords } from "../../../explain/picture-words.ts";
import { say } from "../../../ui/browser/speech.ts";
import { Visible } from "../../../ui/browser/text.tsx";
import { t } from "../../../ui/words.ts";
import type { State } from "../state.ts";
import { DecisionBadge, Term } from "./text.tsx";

type Props = { readonly outcome: Drawn["sum"] } & Pick<State, "catalogue">;

export function EvidenceSum({ outcome, catalogue }: Props) {
  const { parts, score, verdict } = outcome;
  const words = { prior: t`prior`, ...catalogue?.evidence };
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
      <p>
        <DecisionBadge decision={verdict} /> {say(scoreWords(outcome))}
      </p>
    </div>
  );
}
