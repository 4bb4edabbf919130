import { sumOf } from "../../../core/sum.ts";
import type { Localised } from "../../../core/words.ts";
import { balanceMoney } from "../../../metrics/money-balance.ts";
import type { BlockingCounts } from "../../../record/blocking.ts";
import { EPISODE_OUTCOMES, type EpisodeOutcome, type EpisodeRecord } from "../../../record/episode.ts";
import { counted, formatCount } from "../../format.ts";
import type { Section } from "../section.ts";
import { type EpisodesFields, episodesSchema } from "./schema.ts";

export const episodesSection: Section<typeof episodesSchema> = {
  id: "episodes",
  title: { en: "Episodes and investigations", zh: "诈骗过程与核查" },
  schema: episodesSchema,
  make: ({ loop }) => ({
    episodes: countEpisodes(loop.episodes),
    investigations: { ...loop.investigations },
    gangCosts: gangCosts(loop.blocking),
    money: balanceMoney(loop.money, loop.episodes),
  }),
  show: (report) => [{ paragraphs: [endings(report), investigated(report), replaced(report)] }],
};

function countEpisodes(episodes: readonly EpisodeRecord[]): EpisodesFields["episodes"] {
  const outcomes = Object.fromEntries(EPISODE_OUTCOMES.map((outcome) => [outcome, 0])) as Record<
    EpisodeOutcome,
    number
  >;
  let [contacts, blocked, chats] = [0, 0, 0];
  for (const episode of episodes) {
    outcomes[episode.outcome]++;
    contacts += episode.contacts;
    blocked += episode.blocked;
    chats += episode.chats;
  }
  return { total: episodes.length, ...outcomes, contacts, blocked, chats };
}

function gangCosts({
  replacedDomains,
  replacedApps,
  domainYuan,
  appYuan,
}: BlockingCounts): EpisodesFields["gangCosts"] {
  const [domains, apps] = [sumOf(replacedDomains), sumOf(replacedApps)];
  return { domains, apps, yuan: domains * domainYuan + apps * appYuan };
}

function endings({ episodes }: EpisodesFields): Localised {
  const { total, noAccount } = episodes;
  const [lost, heeded, sawThrough, lostContact, siteBlocked, blocked] = [
    episodes.lost,
    episodes.heeded,
    episodes.sawThrough,
    episodes.lostContact,
    episodes.siteBlocked,
    episodes.blocked,
  ].map(formatCount);
  return {
    en:
      `${counted(total, "episode")}: ${lost} lost, ${heeded} heeded a warning, ${sawThrough} saw through it, ${lostContact} lost contact, ` +
      `${siteBlocked} found the gang's site or app blocked` +
      (noAccount === 0 ? "" : `, ${formatCount(noAccount)} found no account to send money to`) +
      `; of ${counted(episodes.contacts, "later contact")} ${blocked} blocked.`,
    zh:
      `${formatCount(total)} 起诈骗：${lost} 起造成损失，${heeded} 起听从预警，${sawThrough} 起自己识破，${lostContact} 起失去联系，` +
      `${siteBlocked} 起因团伙的网站或应用被封而中断` +
      (noAccount === 0 ? "" : `，${formatCount(noAccount)} 起没有可收款的账户`) +
      `；后续接触 ${formatCount(episodes.contacts)} 次，拦截 ${blocked} 次。`,
  };
}

function investigated({ investigations }: EpisodesFields): Localised {
  const { complaints, cases, cutOff, cutOffWrongly, appeals } = investigations;
  const [fraudulent, benign, wrong, waiting] = [
    investigations.fraudulent,
    investigations.benign,
    investigations.wrong,
    investigations.waiting,
  ].map(formatCount);
  return {
    en: `Investigations: ${counted(complaints, "complaint")}, ${counted(cases, "case")}; ${fraudulent} found fraudulent, ${benign} benign, ${wrong} of them wrongly; ${waiting} undecided. Operators cut off ${counted(cutOff, "line")} with many outgoing calls, ${formatCount(cutOffWrongly)} of them benign; ${counted(appeals, "listing")} ended by an appeal.`,
    zh: `核查：投诉 ${formatCount(complaints)} 件，案件 ${formatCount(cases)} 件；判为诈骗 ${fraudulent} 件，判为正常 ${benign} 件，其中判错 ${wrong} 件；未决 ${waiting} 件。运营商因外呼过多停用 ${formatCount(cutOff)} 条线路，其中正常的 ${formatCount(cutOffWrongly)} 条；因申诉解除 ${formatCount(appeals)} 条。`,
  };
}

function replaced({ gangCosts: { domains, apps, yuan } }: EpisodesFields): Localised {
  return {
    en: `Gangs replaced ${counted(domains, "blocked domain")} and ${counted(apps, "app")}, for ${formatCount(yuan)} yuan.`,
    zh: `团伙更换了被封的 ${formatCount(domains)} 个域名和 ${formatCount(apps)} 个应用，花费 ${formatCount(yuan)} 元。`,
  };
}
