/** What engines that may err did: the blocklist's filter, and an approximate matcher. */
import { rate } from "../../../metrics/rates.ts";
import type { RunResult } from "../../run-input.ts";
import type { FilterFields } from "./schema.ts";

export function filterFields({ tally, filter, matcher }: RunResult): FilterFields {
  const [numbers, falseNumbers, domains, falseDomains] = tally.columns.filter;
  return {
    filter: filter && {
      promised: filter.promised,
      expected: filter.expected,
      measured: rate(filter.falsePositives, filter.probes),
      numbers: { probed: numbers!, falsePositives: falseNumbers! },
      domains: { probed: domains!, falsePositives: falseDomains! },
    },
    ...(matcher ? { matcher: { engine: matcher.engine, differing: rate(matcher.differing, matcher.messages) } } : {}),
  };
}
