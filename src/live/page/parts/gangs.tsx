import type { CardState, GangState } from "../../../record/gang-state.ts";
import { share } from "../headline.ts";
import type { Session } from "../session.ts";
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import { CrackdownButton } from "./crackdown-button.tsx";
import { Fact } from "./fact.tsx";

export function Gangs({ run, session }: { readonly run: Run | null; readonly session: Session }) {
  const { words } = useWords();
  const frame = run?.frame ?? null;
  return (
    <section class="panel gangs" aria-labelledby="gangs-title">
      <h2 id="gangs-title">{words.gangs.title}</h2>
      <p class="note">{words.gangs.note}</p>
      {frame === null ? <p class="empty">{words.flow.waiting}</p> : <Figures gangs={frame.gangs} />}
      {run !== null && <CrackdownButton run={run} session={session} />}
    </section>
  );
}

function Figures({ gangs: { gangs, heldYuan, inDebt, broke, cards } }: { readonly gangs: GangState }) {
  const { words, format } = useWords();
  const part = (count: number) => format.percent(share(count, gangs).rate.value);
  return (
    <dl class="facts">
      <Fact name={words.gangs.held} value={format.yuan(heldYuan)} beside={words.gangs.ofGangs(format.count(gangs))} />
      <Fact name={words.gangs.inDebt} value={part(inDebt)} beside={words.gangs.broke(format.count(broke))} />
      {cards !== null && <CardFacts cards={cards} />}
    </dl>
  );
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
