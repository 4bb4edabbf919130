/** What the stage `links` saw of one event. */
import { type EventBatch, KIND_MESSAGE } from "../../event/event-batch.ts";
import { type Findings, hostsOf } from "../../event/findings.ts";
import type { Localised } from "../stage.ts";

export interface SeenLinks {
  /** Links in the text, and the hosts of those that were examined. */
  readonly found: number;
  readonly hosts: readonly string[];
}

/** Null for a call, which has no text. */
export function seenLinks({ kind }: EventBatch, findings: Findings, row: number): SeenLinks | null {
  if (kind[row] !== KIND_MESSAGE) return null;
  return { found: findings.links.count[row]!, hosts: hostsOf(findings, row) };
}

export function explainLinks(saw: SeenLinks | null): Localised | null {
  if (saw === null) return { en: "a call has no text", zh: "电话没有文本" };
  const { found, hosts } = saw;
  return found === 0 ? null : { en: `${found}: ${hosts.join(", ")}`, zh: `${found} 个：${hosts.join("、")}` };
}
