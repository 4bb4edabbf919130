/** Evidence with its weights, adding up to the score, and the score against both thresholds. */
import type { SeenByStages } from "../../../explain/explanation.ts";
import { useStages } from "../words/use-stages.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";
import { DecisionBadge } from "./badge.tsx";
import { Term } from "./term.tsx";
import { Visible } from "./visible.tsx";

type SeenOutcome = NonNullable<SeenByStages["classify"]["saw"]>;

const PER_NAT = 100;

export function EvidenceSum({ outcome }: { readonly outcome: SeenOutcome }) {
  const { words, format } = useWords();
  const { parts, score, flagScore, blockScore, risk, verdict } = outcome;
  const nats = (weight: number) => {
    const size = format.decimal(Math.abs(weight) / PER_NAT, 2);
    return weight < 0 ? `−${size}` : `+${size}`;
  };
  return (
    <div class="evidence-sum">
      <table>
        <tbody>
          {parts.map(({ name, weight }) => (
            <tr key={name}>
              <th scope="row">
                <EvidenceName name={name} />
              </th>
              <td class="number">{nats(weight)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              <Term of="score">{words.explain.score}</Term>
            </th>
            <td class="number">{nats(score)}</td>
          </tr>
        </tfoot>
      </table>
      <ScoreLine outcome={outcome} nats={nats} words={words} />
      <p>
        <DecisionBadge decision={verdict} /> {words.explain.thresholds(nats(flagScore), nats(blockScore))}
        {risk !== null && (
          <>
            {words.joints.clause}
            {words.explain.risk(format.decimal(risk, 3))}
          </>
        )}
      </p>
      <p class="note">{words.explain.nats}</p>
    </div>
  );
}

/** Unknown kinds are shown by name. */
function EvidenceName({ name }: { readonly name: string }) {
  const { evidenceOf } = useStages();
  const known = evidenceOf(name);
  return known === null ? <Visible text={name} /> : <>{known}</>;
}

const WIDTH = 320;
const MARGIN = 16;

interface LineProps {
  readonly outcome: SeenOutcome;
  readonly nats: (weight: number) => string;
  readonly words: Words;
}

/** A line over the range of interest, in three parts: allow, flag, block. */
function ScoreLine({ outcome: { score, flagScore, blockScore, parts }, nats, words }: LineProps) {
  const prior = parts[0]?.weight ?? 0;
  const [least, most] = [Math.min(score, prior, flagScore) - 60, Math.max(score, blockScore) + 60];
  const place = (value: number) => MARGIN + ((value - least) / (most - least)) * (WIDTH - 2 * MARGIN);
  const [flag, block, at] = [place(flagScore), place(blockScore), place(score)];
  const label = [
    `${words.explain.score} ${nats(score)}`,
    words.explain.thresholds(nats(flagScore), nats(blockScore)),
  ].join(words.joints.clause);
  return (
    <svg class="score-line" viewBox={`0 0 ${WIDTH} 62`} role="img" aria-label={label}>
      <path class="stretch allow" d={`M${MARGIN} 30H${flag - 1}`} />
      <path class="stretch flag" d={`M${flag + 1} 30H${block - 1}`} />
      <path class="stretch block" d={`M${block + 1} 30H${WIDTH - MARGIN}`} />
      <text x={(MARGIN + flag) / 2} y="48" text-anchor="middle">
        {words.decisions.allow.name}
      </text>
      <text x={(flag + block) / 2} y="48" text-anchor="middle">
        {words.decisions.flag.name}
      </text>
      <text x={(block + WIDTH - MARGIN) / 2} y="48" text-anchor="middle">
        {words.decisions.block.name}
      </text>
      <path class="at" d={`M${at} 34l-6-12h12z`} />
      <text class="score" x={Math.min(WIDTH - 22, Math.max(22, at))} y="16" text-anchor="middle">
        {nats(score)}
      </text>
    </svg>
  );
}
