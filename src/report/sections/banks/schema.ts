import { z } from "zod";
import { count, rate } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const transfers = {
  asked: count.describe("transfers that banks were asked for; one that is tried again counts again"),
  held: rate.describe("of these, held or refused"),
  byReason: z
    .strictObject({ account: count, score: count, call: count })
    .describe(
      "account: it is on a list, refused; score: the transfer looks odd; call: it looks a little odd, and the payer spoke with a suspect number",
    ),
};

const bound = z.number().nullable();

const banksReport = z
  .strictObject({
    stoppedYuan: z
      .strictObject({ value: z.number().nonnegative(), low: bound, high: bound })
      .describe("of victims' money: held, and not sent in that episode by any way. The interval is over gangs"),
    heldYuan: z.number().nonnegative().describe("of victims' money: held at least once"),
    victims: z.strictObject({
      ...transfers,
      dissuaded: rate.describe("of those held, who gave up as the bank asked; the others insisted"),
      otherWays: rate.describe(
        "of those who insisted, who chose another way: a counter, cash, gift cards, a currency of the net",
      ),
      otherWaysYuan: z.number().nonnegative().describe("sent in another way"),
      accountsTurned: count.describe("accounts that gangs gave up as banks refused them"),
      coached: count.describe("of those held, whom a gang had told what to say to the bank"),
    }),
    innocents: z.strictObject({
      ...transfers,
      people: count.describe("of whom a transfer was held or refused"),
      delayHours: z.number().nonnegative().describe("delay of transfers that were held; those refused have none"),
    }),
    rightlyHeld: rate.describe("of all that were held, those of victims"),
  })
  .describe("what banks did about transfers; null where they hold none");

export const banksSchema = { banks: banksReport.nullable() };

export type BanksFields = Fields<typeof banksSchema>;
export type BanksReport = NonNullable<BanksFields["banks"]>;
