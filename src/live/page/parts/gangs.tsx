/** What gangs have and do, the trade in cards, and what a student may begin against it or let gangs begin. */
import type { CardState, GangState, TurnedKnob } from "../../../record/gang-state.ts";
import { SWITCH_KEYS } from "../../server/protocol.ts";
import { share } from "../headline.ts";
import type { Session } from "../session.ts";
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";
import { BeginButton } from "./begin-button.tsx";
import { Fact } from "./fact.tsx";

/** As many lines as are read at a glance. */
const KNOBS_SHOWN = 6;

export function Gangs({ run, session }: { readonly run: Run | null; readonly session: Session }) {
  const { words } = useWords();
  const frame = run?.frame ?? null;
  return (
    <section class="panel gangs" aria-labelledby="gangs-title">
      <h2 id="gangs-title">{words.gangs.title}</h2>
      <p class="note">{words.gangs.note}</p>
      {frame === null ? <p class="empty">{words.flow.waiting}</p> : <Figures gangs={frame.gangs} />}
      {run !== null && SWITCH_KEYS.map((key) => <BeginButton key={key} what={key} run={run} session={session} />)}
    </section>
  );
}

function Figures({ gangs: { gangs, heldYuan, inDebt, broke, turned, cards } }: { readonly gangs: GangState }) {
  const { words, format } = useWords();
  const part = (count: number) => format.percent(share(count, gangs).rate.value);
  return (
    <>
      <dl class="facts">
        <Fact name={words.gangs.held} value={format.yuan(heldYuan)} beside={words.gangs.ofGangs(format.count(gangs))} />
        <Fact name={words.gangs.inDebt} value={part(inDebt)} beside={words.gangs.broke(format.count(broke))} />
        {cards !== null && <CardFacts cards={cards} />}
      </dl>
      <h3>{words.gangs.turned}</h3>
      {turned.length === 0 ? (
        <p class="note">{words.gangs.noneTurned}</p>
      ) : (
        <ul class="turned">
          {turned.slice(0, KNOBS_SHOWN).map(({ knob, setting, gangs: count }) => (
            <li key={`${knob} ${setting}`}>
              {knobWord(words, knob, setting)} <strong>{part(count)}</strong>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function knobWord({ gangs }: Words, knob: TurnedKnob["knob"], setting: string): string {
  const settings: Readonly<Record<string, string>> | ((level: string) => string) = gangs.knobs[knob];
  return typeof settings === "function" ? settings(setting) : settings[setting]!;
}

function CardFacts({ cards }: { readonly cards: CardState }) {
  const { words, format } = useWords();
  return (
    <>
      <Fact name={words.gangs.setPrice} value={format.yuan(cards.priceYuan)} beside={words.gangs.today} />
      <Fact
        name={words.gangs.destroyed}
        value={format.count(cards.dealersDestroyed)}
        beside={words.gangs.atWork(format.count(cards.dealers))}
      />
      <Fact name={words.gangs.arrested} value={format.count(cards.suspectsArrested)} />
      <Fact name={words.gangs.penalised} value={format.count(cards.holdersPenalised)} />
    </>
  );
}
