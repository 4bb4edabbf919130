/** The last events that were flagged or blocked, each a button that shows how its evidence adds up. */
import { EventButton } from "../../parts/event-button.tsx";
import { EvidenceSum } from "../../parts/evidence-sum.tsx";
import { useHold } from "../../parts/hold.ts";
import { Modal } from "../../parts/modal.tsx";
import { Visible } from "../../parts/visible.tsx";
import { useStages } from "../../words/use-stages.ts";
import { useWords } from "../../words/use-words.ts";
import type { LastEvent, OverviewAnswer } from "../api.ts";
import { clock } from "../times.ts";
import { useGatewayWords } from "../words.ts";

interface Props {
  readonly events: readonly LastEvent[];
  readonly now: string;
  readonly isOpen: boolean;
  readonly open: (event: LastEvent) => void;
}

export function LastEvents({ events, now, isOpen, open }: Props) {
  const words = useGatewayWords();
  const { words: common } = useWords();
  const { items, isRead, handlers } = useHold(events, "", isOpen);
  return (
    <section id="last" class="panel events" aria-labelledby="last-title">
      <h2 id="last-title">{words.last.title}</h2>
      <p class="note">{isRead ? common.events.held : words.last.note}</p>
      {items.length === 0 && <p class="empty">{words.last.none}</p>}
      <ul {...handlers}>
        {items.map((event, at) => (
          <li key={`${event.verdict.id} ${event.at} ${at}`}>
            <Row event={event} now={now} onOpen={() => open(event)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ event, now, onOpen }: { readonly event: LastEvent; readonly now: string; readonly onOpen: () => void }) {
  const { words, language } = useWords();
  const { evidenceOf } = useStages();
  const { verdict, at, caller, text } = event;
  return (
    <EventButton
      {...{ caller, text, onOpen }}
      decision={decisionOf(verdict)}
      kind={event.class}
      by={verdict.evidence.map(({ kind }) => evidenceOf(kind) ?? kind).join(words.joints.list)}
      when={clock(at, now, language)}
    />
  );
}

interface WhyProps {
  readonly opened: LastEvent | null;
  readonly scoring: OverviewAnswer["scoring"];
  readonly onClose: () => void;
}

export function WhyDialog({ opened, scoring, onClose }: WhyProps) {
  const words = useGatewayWords();
  return (
    <Modal title={words.last.why} isOpen={opened !== null} onClose={onClose}>
      {opened !== null && <Why event={opened} scoring={scoring} />}
    </Modal>
  );
}

function Why({ event: { verdict, caller, text }, scoring }: { readonly event: LastEvent } & Pick<WhyProps, "scoring">) {
  const words = useGatewayWords();
  const { words: common, format } = useWords();
  const { id, evidence, score, risk, script, similarity, tables } = verdict;
  const prior = (score ?? 0) - evidence.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <>
      <dl class="facts">
        {caller !== null && (
          <>
            <dt>{common.explain.caller}</dt>
            <dd>
              <Visible text={caller} />
            </dd>
          </>
        )}
        {text !== null && (
          <>
            <dt>{common.explain.text}</dt>
            <dd class="message">
              <Visible text={text} />
            </dd>
          </>
        )}
        {script !== null && similarity !== null && (
          <>
            <dt>{words.last.script}</dt>
            <dd>
              <Visible text={script} /> <small>{words.last.similarity(format.percent(similarity, 0))}</small>
            </dd>
          </>
        )}
        <dt>{words.last.id}</dt>
        <dd>
          <code>
            <Visible text={id} />
          </code>{" "}
          <small>{words.last.tables(format.count(tables))}</small>
        </dd>
      </dl>
      {evidence.length === 0 && <p>{words.last.noEvidence}</p>}
      {scoring !== null && (
        <EvidenceSum
          outcome={{
            parts: [{ name: "prior", weight: prior }, ...evidence.map(({ kind, weight }) => ({ name: kind, weight }))],
            score: score ?? 0,
            flagScore: scoring.flagScore,
            blockScore: scoring.blockScore,
            risk,
            verdict: decisionOf(verdict),
            isAdvice: false,
          }}
        />
      )}
      <p class="note">{words.last.hundredths(format.decimal((score ?? 0) / 100, 2), String(score ?? 0))}</p>
    </>
  );
}

/** What passed unscreened is not among them. */
function decisionOf({ verdict }: LastEvent["verdict"]): "allow" | "flag" | "block" {
  return verdict === "unscreened" ? "allow" : verdict;
}
