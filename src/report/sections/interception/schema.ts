import { z } from "zod";
import { byChannel, clusteredRate, count, MAX_ROWS } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const caught = z.strictObject({ contacts: count, intercepted: count });

const channelRow = z.strictObject({
  name: z.enum(["calls", "messages"]),
  contacts: count,
  intercepted: count,
  flagged: count,
  rate: clusteredRate,
});

const breakdownRow = z
  .strictObject({
    name: z.string(),
    contacts: count,
    intercepted: count,
    flagged: count,
    rate: clusteredRate,
    calls: clusteredRate,
    messages: clusteredRate,
  })
  .meta({ id: "Breakdown", description: "Interception of one kind of contact, in all and by channel, each by gang" });

export const interceptionSchema = {
  fraud: z.strictObject({
    contacts: byChannel,
    intercepted: byChannel.extend({
      domains: count.describe("distinct fraud domains blocked"),
      apps: count.describe("distinct apps of gangs that the network refused to somebody"),
    }),
    flagged: byChannel,
  }),
  interception: z.strictObject({
    channel: z.array(channelRow).max(MAX_ROWS),
    typology: z.array(breakdownRow).max(MAX_ROWS),
    obfuscation: z.array(breakdownRow).max(MAX_ROWS).describe("messages only: a call has no text to obfuscate"),
    technology: z.array(breakdownRow).max(MAX_ROWS),
    typologyByLevel: z
      .array(z.strictObject({ name: z.string(), calls: caught, messages: z.array(caught).max(MAX_ROWS) }))
      .max(MAX_ROWS)
      .describe("calls, and messages by level of obfuscation"),
  }),
};

export type InterceptionFields = Fields<typeof interceptionSchema>;
