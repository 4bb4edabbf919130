/** How episodes ended, what was investigated, what gangs paid, and where the money went. */
import { sumOf } from "../../core/sum.ts";
import { balanceMoney } from "../../metrics/ledger.ts";
import { EPISODE_OUTCOMES, type EpisodeOutcome } from "../../record/episode.ts";
import { t, type Text } from "../../ui/words.ts";
import { figure, rows, section } from "../statement.ts";

const OUTCOMES: Readonly<Record<EpisodeOutcome, Text>> = {
  lost: t`lost money`,
  heeded: t`heeded a warning`,
  sawThrough: t`saw through it`,
  lostContact: t`lost contact`,
  siteBlocked: t`found the gang's site or app blocked`,
  noAccount: t`found no account to send money to`,
};

export const episodes = section("episodes", t`Episodes and investigations`, ({ loop }) => {
  const { investigations: cases, blocking } = loop;
  const money = balanceMoney(loop.money, loop.episodes);
  const [domains, apps] = [sumOf(blocking.replacedDomains), sumOf(blocking.replacedApps)];
  const folded = true;
  return [
    rows("episodes", t`How episodes ended`, {}, [
      figure("total", t`episodes`, loop.episodes.length),
      ...EPISODE_OUTCOMES.map((outcome) =>
        figure(outcome, OUTCOMES[outcome], loop.episodes.filter((episode) => episode.outcome === outcome).length),
      ),
      figure("contacts", t`later contacts by gangs`, sumOf(loop.episodes.map(({ contacts }) => contacts))),
      figure("blocked", t`blocked of these`, sumOf(loop.episodes.map(({ blocked }) => blocked))),
      figure("chats", t`steps that followed in a chat app`, sumOf(loop.episodes.map(({ chats }) => chats))),
    ]),
    rows("investigations", t`Investigations`, { folded }, [
      figure("complaints", t`complaints`, cases.complaints),
      figure("cases", t`cases`, cases.cases),
      figure("fraudulent", t`found fraudulent`, cases.fraudulent),
      figure("benign", t`found benign`, cases.benign),
      figure("wrong", t`decided wrongly`, cases.wrong),
      figure("waiting", t`undecided at the end`, cases.waiting),
      figure("cutOff", t`lines cut off for many outgoing calls`, cases.cutOff),
      figure("cutOffWrongly", t`benign lines among them`, cases.cutOffWrongly),
      figure("appeals", t`listings ended by an appeal`, cases.appeals),
    ]),
    rows("gangCosts", t`Replaced by gangs, as it was blocked`, { folded }, [
      figure("domains", t`domains`, domains),
      figure("apps", t`apps`, apps),
      figure("yuan", t`paid for these`, domains * blocking.domainYuan + apps * blocking.appYuan, { unit: "yuan" }),
    ]),
    rows("money", t`Where the money went`, { unit: "yuan", folded }, [
      figure("sentYuan", t`sent by victims`, money.sentYuan),
      figure("returnedYuan", t`stopped on the way and given back`, money.returnedYuan),
      figure("lostYuan", t`lost by victims`, money.lostYuan),
      figure("capitalYuan", t`that gangs began with`, money.capitalYuan),
      figure("launderedYuan", t`kept by launderers`, money.launderedYuan),
      figure("muledYuan", t`kept by holders of mule accounts`, money.muledYuan),
      figure("dealersYuan", t`kept by dealers of cards`, money.dealersYuan),
      figure("holdersYuan", t`paid by dealers to holders of cards`, money.holdersYuan),
      figure("suppliersYuan", t`paid by gangs for all else`, money.suppliersYuan),
      figure("heldYuan", t`held by gangs at the end`, money.heldYuan),
    ]),
  ];
});
