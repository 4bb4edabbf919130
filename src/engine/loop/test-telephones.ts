/**
 * The telephones that gangs send test messages to: a message that the platform would block does not arrive. It is
 * screened by the model in force, the look-alikes and the classifier, on the main thread. Listings and earlier calls do
 * not matter here: which numbers and sites are listed, a gang learns by its contacts (gang-reaction.ts).
 */
import { LEARNED } from "../../detect/learned/stage.ts";
import { StageTables } from "../../detect/tables.ts";
import { screen } from "../../detect/screening.ts";
import type { EventBatch } from "../../event/event-batch.ts";
import { BLOCK, Findings } from "../../event/findings.ts";
import type { Telephones } from "../../world/gangs/adversary/probing.ts";
import type { Platform } from "../platform.ts";

export class TestTelephones implements Telephones {
  readonly #platform: Pick<Platform, "model" | "workerStart">;
  #tables: StageTables | undefined;
  #findings: Findings | undefined;

  constructor(platform: Pick<Platform, "model" | "workerStart">) {
    this.#platform = platform;
  }

  /**
   * `events` have the same capacity each time. Without a model nothing here depends on words, and all arrive. Some ten
   * microseconds a message.
   */
  countBlocked(events: EventBatch): number {
    const { model, workerStart } = this.#platform;
    if (model === null) return 0;
    this.#tables ??= new StageTables(workerStart.normaliser);
    this.#findings ??= Findings.allocate(events.capacity);
    const findings = this.#findings;
    screen(events, findings, this.#tables.attach({ ...workerStart.lasting, [LEARNED.name]: model }));
    let blocked = 0;
    for (let row = 0; row < events.count; row++) blocked += Number(findings.outcome.decision[row] === BLOCK);
    return blocked;
  }
}
