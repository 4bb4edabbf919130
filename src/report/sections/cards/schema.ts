import { z } from "zod";
import { count } from "../../schema-parts.ts";

const yuan = z.number().nonnegative();

const week = z.strictObject({
  priceYuan: yuan.describe("that gangs pay for a set, mean over the days"),
  bidYuan: yuan.describe("that holders are paid, mean over the days"),
  dealers: z.number().nonnegative().describe("at work, mean over the days"),
  opened: count.describe("sets that holders sold to dealers"),
  sold: count.describe("sets that dealers sold to gangs"),
  contacts: count.describe("of gangs"),
  episodes: count.describe("that began"),
  lossYuan: yuan.describe("of episodes that ended"),
  earnedYuan: z.number().describe("by gangs from victims, after what others keep; below 0 where more came back"),
});

const difference = z.strictObject({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

const cardsSection = z
  .strictObject({
    crackdown: z.strictObject({
      leads: count.describe("listed numbers, and accounts that victims named"),
      traced: count.describe("of them, to somebody"),
      dealersDestroyed: count,
      suspectsArrested: count,
      holdersPenalised: count.describe("people penalised, rightly or not"),
      appeals: count.describe("by people who never sold a card"),
      appealsGranted: count.describe("of them, after which these people got lines and accounts back"),
      outletsShut: count,
      accountsFrozen: count,
    }),
    innocents: z
      .strictObject({
        penalised: count,
        linesCut: count.describe("beyond one an operator"),
        missedCalls: count.describe("benign calls to these lines"),
        missedPayments: count.describe("that would have gone but at a counter"),
      })
      .describe("people who never sold a card, and what penalties cost them within the scenario's hours"),
    failedTransfers: count.describe("given up for want of an account"),
    returnedTransfers: count.describe("stopped on an account that was frozen in time"),
    silentSlots: count.describe("times that a gang had no SIM for a line"),
    linesAbroad: count.describe("taken instead, where a gang had no other line left"),
    brokeGangs: count,
    crackdownFromHour: count.nullable().describe("null where there is no crackdown"),
    weeks: z
      .array(
        z.strictObject({
          week: count,
          with: week,
          without: week.nullable().describe("the same week without the crackdown; null without paired runs"),
          difference: z
            .strictObject({
              contacts: difference,
              episodes: difference,
              lossYuan: difference,
              earnedYuan: difference,
            })
            .nullable()
            .describe("with less without, 95 % over gangs drawn anew"),
        }),
      )
      .max(100),
  })
  .meta({
    id: "Cards",
    description: "The trade in SIMs and bank accounts, week by week; only where there is any",
  });

export const cardsSchema = { cards: cardsSection.exactOptional().describe("only where cards are traded") };

export type CardsReport = z.infer<typeof cardsSection>;
