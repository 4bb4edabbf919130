import { z } from "zod";
import { count } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const yuan = z.number().nonnegative();

export const episodesSchema = {
  episodes: z.strictObject({
    total: count,
    lost: count.describe("money was transferred"),
    heeded: count.describe("a warning was heeded before any money went"),
    sawThrough: count.describe("the subscriber saw through it unaided"),
    lostContact: count.describe("the gang could not get through any more"),
    contacts: count.describe("made by gangs over the network after the first one"),
    siteBlocked: count.describe("kept from the gang's site or app, as it was blocked"),
    noAccount: count.describe("the gang had no account to send money to"),
    blocked: count.describe("of these contacts"),
    chats: count.describe("steps that followed in a chat app"),
  }),
  investigations: z.strictObject({
    complaints: count,
    cases: count,
    fraudulent: count.describe("cases decided so"),
    benign: count.describe("cases decided so"),
    wrong: count.describe("of the decided cases, one way or the other"),
    waiting: count.describe("cases not decided when the run ended, whether in work or not"),
    cutOff: count.describe("lines that operators cut off for many outgoing calls and a mark"),
    cutOffWrongly: count.describe("benign ones among them"),
    appeals: count.describe("listings of benign numbers and domains that ended by an appeal"),
  }),
  gangCosts: z
    .strictObject({
      domains: count.describe("replaced because they were blocked"),
      apps: count.describe("the same"),
      yuan: yuan.describe("paid for these, at the price of each"),
    })
    .describe("what gangs paid for new domains and apps"),
  money: z
    .strictObject({
      sentYuan: yuan.describe("by victims"),
      returnedYuan: yuan.describe("of that, stopped on the way and given back"),
      lostYuan: yuan.describe("the rest"),
      capitalYuan: yuan.describe("that gangs began with"),
      launderedYuan: yuan.describe("kept by those who launder it"),
      muledYuan: yuan.describe("kept by the holders of mule accounts"),
      dealersYuan: z
        .number()
        .describe("kept by dealers of cards; below 0 where they paid holders out of money of their own"),
      holdersYuan: yuan.describe("paid by dealers to holders of cards"),
      suppliersYuan: yuan.describe("paid by gangs for all else"),
      heldYuan: z.number().describe("by gangs at the end"),
    })
    .describe("lostYuan + capitalYuan = the other six that follow"),
};

export type EpisodesFields = Fields<typeof episodesSchema>;
