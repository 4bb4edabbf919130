/** The world: gangs turn over lines, domains and scripts; numbers are recycled; contacts meet people. */
import type { BlockingCounts, MoneyStatement } from "../../record/money.ts";
import { PriorKnowledge } from "../../world/prior-knowledge.ts";
import { LANGUAGES, attachPhraseBank } from "../../world/text/phrase-bank.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface WorldStatement {
  readonly blocking: BlockingCounts;
  readonly money: MoneyStatement;
  readonly languageOf: (subscriber: number) => "zh" | "en";
}

export function joinWorld({ options, world, platform, groundTruth, episodes }: Scene): Participant<WorldStatement> {
  const { subscribers, phraseBank } = world.handle;
  const priorKnowledge = new PriorKnowledge(options.scenario, options.seed, attachPhraseBank(phraseBank));
  platform.learn(priorKnowledge.recallPast(subscribers, world.catalogue));
  return {
    name: "world",
    start(tick) {
      const news = world.advance(tick.number);
      groundTruth.note(news);
      platform.learn(priorKnowledge.discover(tick.number, news));
    },
    settle(tick) {
      episodes.take(tick.result.response.contacts);
    },
    statement: () => ({
      blocking: world.blocking,
      money: world.economy.ledger.statement(),
      languageOf: (subscriber) => LANGUAGES[subscribers.language[subscriber]!]!,
    }),
  };
}
