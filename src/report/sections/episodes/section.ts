import { sumOf } from "../../../core/sum.ts";
import { countOf, t, type Localised } from "../../../ui/words.ts";
import { balanceMoney } from "../../../metrics/money-balance.ts";
import type { BlockingCounts } from "../../../record/blocking.ts";
import { EPISODE_OUTCOMES, type EpisodeOutcome, type EpisodeRecord } from "../../../record/episode.ts";
import { formatCount } from "../../format.ts";
import type { Section } from "../section.ts";
import { type EpisodesFields, episodesSchema } from "./schema.ts";

export const episodesSection: Section<typeof episodesSchema> = {
  id: "episodes",
  title: t`Episodes and investigations`,
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
  return t`${countOf(total, "episode")}: ${lost!} lost, ${heeded!} heeded a warning, ${sawThrough!} saw through it, ${lostContact!} lost contact, ${siteBlocked!} found the gang's site or app blocked${noAccount === 0 ? "" : t`, ${formatCount(noAccount)} found no account to send money to`}; of ${countOf(episodes.contacts, "later contact")} ${blocked!} blocked.`;
}

function investigated({ investigations }: EpisodesFields): Localised {
  const { complaints, cases, cutOff, cutOffWrongly, appeals } = investigations;
  const [fraudulent, benign, wrong, waiting] = [
    investigations.fraudulent,
    investigations.benign,
    investigations.wrong,
    investigations.waiting,
  ].map(formatCount);
  return t`Investigations: ${countOf(complaints, "complaint")}, ${countOf(cases, "case")}; ${fraudulent!} found fraudulent, ${benign!} benign, ${wrong!} of them wrongly; ${waiting!} undecided. Operators cut off ${countOf(cutOff, "line")} with many outgoing calls, ${formatCount(cutOffWrongly)} of them benign; ${countOf(appeals, "listing")} ended by an appeal.`;
}

function replaced({ gangCosts: { domains, apps, yuan } }: EpisodesFields): Localised {
  return t`Gangs replaced ${countOf(domains, "blocked domain")} and ${countOf(apps, "app")}, for ${formatCount(yuan)} yuan.`;
}
