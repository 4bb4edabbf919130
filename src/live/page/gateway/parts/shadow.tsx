/** What another configuration would have decided of the same events. */
import { printable } from "../../../../core/terminal/printable.ts";
import { DecisionBadge } from "../../parts/badge.tsx";
import { From } from "../../parts/event-button.tsx";
import { useHold } from "../../parts/hold.ts";
import { Visible } from "../../parts/visible.tsx";
import { useStages } from "../../words/use-stages.ts";
import { NamedRows } from "../../parts/named-rows.tsx";
import { useWords } from "../../words/use-words.ts";
import type { ShadowAnswer } from "../api.ts";
import { useGatewayWords } from "../words.ts";

export function Shadow({ shadow }: { readonly shadow: ShadowAnswer }) {
  const words = useGatewayWords();
  const { format } = useWords();
  const { items, handlers } = useHold(shadow.last, shadow.since, false);
  const { same, different, shed, failed, problem, differs, kinds } = shadow;
  return (
    <section id="shadow" class="panel counts" aria-labelledby="shadow-title">
      <h2 id="shadow-title">{words.shadow.title}</h2>
      <p class="note">{words.shadow.note}</p>
      {differs.length > 0 && (
        <p>
          <code>
            <Visible text={differs.join(" ")} />
          </code>
        </p>
      )}
      {problem !== null && (
        <p class="notice bad" role="alert">
          {words.shadow.over(printable(problem))}
        </p>
      )}
      <p>{words.shadow.compared(format.count(different), format.count(same + different))}</p>
      {shed + failed > 0 && <p class="note">{words.shadow.left(format.count(shed), format.count(failed))}</p>}
      {kinds.length > 0 && (
        <NamedRows
          columns={[words.shadow.decided, words.shadow.would, words.shadow.class, words.shadow.events]}
          rows={kinds
            .toSorted((a, b) => b.events - a.events)
            .map(({ verdict, shadow: would, class: of, events }) => ({
              key: `${verdict} ${would} ${of}`,
              name: <DecisionBadge decision={verdict} />,
              cells: [<DecisionBadge decision={would} />, words.classes[of], format.count(events)],
            }))}
        />
      )}
      {items[0] !== undefined && (
        <p class="note">
          {words.last.hundredths(format.decimal(items[0].decided.score / 100, 2), String(items[0].decided.score))}
        </p>
      )}
      <ul class="differences" {...handlers}>
        {items.map(({ id, class: of, caller, text, decided, shadow: would }, at) => (
          <li key={`${id} ${at}`} class="case">
            <p class="head">
              <DecisionBadge decision={decided.verdict} /> → <DecisionBadge decision={would.verdict} />{" "}
              <small>
                <From kind={of} caller={caller} />
              </small>
            </p>
            {text !== null && (
              <blockquote>
                <Visible text={text} />
              </blockquote>
            )}
            <p class="note">
              <Kinds of={decided} />
              {" → "}
              <Kinds of={would} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Kinds({ of: { score, evidence } }: { readonly of: ShadowAnswer["last"][number]["decided"] }) {
  const { words, format } = useWords();
  const { evidenceOf } = useStages();
  const kinds = evidence.map((kind) => evidenceOf(kind) ?? kind).join(words.joints.list);
  return (
    <>
      {format.decimal(score / 100, 2)} {kinds !== "" && <Visible text={`(${kinds})`} />}
    </>
  );
}
