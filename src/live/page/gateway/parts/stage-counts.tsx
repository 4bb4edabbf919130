/** What was flagged and blocked, by the stages that had evidence, and by kind of evidence. */
import { Visible } from "../../parts/visible.tsx";
import { useStages } from "../../words/use-stages.ts";
import { NamedRows } from "../../parts/named-rows.tsx";
import { useWords } from "../../words/use-words.ts";
import type { OverviewAnswer } from "../api.ts";
import { useGatewayWords } from "../words.ts";

export function StageCounts({ overview: { stages, evidence, verdicts } }: { readonly overview: OverviewAnswer }) {
  const words = useGatewayWords();
  const { format } = useWords();
  const { stages: known, titleOf, evidenceOf } = useStages();
  const place = (stage: string) => known.findIndex(({ name }) => name === stage);
  const sorted = stages.toSorted((a, b) => place(a.stage) - place(b.stage));
  const kinds = Object.entries(evidence).toSorted(([, a], [, b]) => b - a);
  const columns = [
    [words.stages.flaggedCalls, "flagged", "call"],
    [words.stages.blockedCalls, "blocked", "call"],
    [words.stages.flaggedMessages, "flagged", "message"],
    [words.stages.blockedMessages, "blocked", "message"],
  ] as const;
  const all = { stage: words.stages.all, flagged: verdicts.flag, blocked: verdicts.block };
  return (
    <section class="panel counts" aria-labelledby="stages-title">
      <h2 id="stages-title">{words.stages.title}</h2>
      <p class="note">{words.stages.note}</p>
      {stages.length === 0 ? (
        <p class="empty">{words.stages.none}</p>
      ) : (
        <div class="scroll">
          <NamedRows
            columns={[words.stages.stage, ...columns.map(([name]) => name)]}
            rows={[all, ...sorted].map((row) => ({
              key: row.stage,
              name: row.stage === "event" ? words.stages.event : titleOf(row.stage),
              cells: columns.map(([, became, of]) => format.count(row[became][of])),
            }))}
          />
          <NamedRows
            columns={[words.stages.evidence, words.stages.times]}
            rows={kinds.map(([kind, count]) => ({
              key: kind,
              name: evidenceOf(kind) ?? <Visible text={kind} />,
              cells: [format.count(count)],
            }))}
          />
        </div>
      )}
    </section>
  );
}
