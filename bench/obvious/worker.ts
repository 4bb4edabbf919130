import { workerData } from "piscina";
import type { ObviousEvent, ObviousKnowledge, ObviousVerdict } from "./event.ts";
import { ObviousScreener } from "./screener.ts";

const screener = new ObviousScreener(workerData as ObviousKnowledge);

export default function screenBatch(events: readonly ObviousEvent[]): ObviousVerdict[] {
  return events.map((event) => screener.screen(event));
}
