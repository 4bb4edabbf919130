/** Notices: operators and stores are told what the platform lists, and block it when they have enacted the notice. */
import type { NoticeCounts } from "../../record/operator.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface NoticeStatement {
  /** What became of notices to operators and stores; null where all enact every notice at once. */
  readonly notices: readonly NoticeCounts[] | null;
}

export function joinNotices({ platform, notices }: Scene): Participant<NoticeStatement> {
  const name = "notices";
  if (notices === null) return { name, statement: () => ({ notices: null }) };
  return {
    name,
    start(tick) {
      const { number, tables } = tick;
      // What was listed before the run was enacted long ago.
      if (number > 0) notices.send(platform.newlyListed, number, (key) => platform.isAppKey(key));
      if (tables) tick.tables = { ...tables, recent: notices.seal(number) };
    },
    statement: (ticks) => ({ notices: notices.counts(ticks - 1) }),
  };
}
