import { z } from "zod";
import { count } from "../../schema-parts.ts";
import type { Fields } from "../section.ts";

const number = z.number().nullable();

const interval = z.strictObject({ value: z.number(), low: number, high: number }).meta({
  id: "GangSum",
  description: "A sum with its 95 % interval, if as many gangs were drawn again; no bounds where they cannot be told",
});

const ratio = z.strictObject({ value: number, low: number, high: number }).meta({
  id: "GangRatio",
  description: "A quotient of two sums with its 95 % interval, if as many gangs were drawn again; null of nothing",
});

export const netSchema = {
  netEffect: z
    .strictObject({
      lostUnwarned: count.describe("episodes that lost money with interception alone"),
      lost: count.describe("episodes that lost money with interception and warnings"),
      saved: interval.describe("lostUnwarned less lost; below 0 where warnings do harm"),
      savedShare: ratio.describe("saved, of lostUnwarned"),
      lostUnwarnedYuan: z.number().nonnegative().describe("money lost with interception alone"),
      savedYuan: interval.describe("money lost with interception alone, less money lost with warnings too"),
      savedYuanShare: ratio.describe("savedYuan, of lostUnwarnedYuan"),
      savedPer100Warnings: ratio.describe("saved, for 100 warnings pushed, false alarms included"),
      savedYuanPerWarning: ratio.describe("savedYuan, by warnings pushed"),
      workedHours: z.number().nonnegative().describe("hours that agents and visiting teams worked"),
      savedPer100Hours: ratio.describe("saved, for 100 hours worked"),
      savedYuanPerHour: ratio.describe("savedYuan, by workedHours"),
    })
    .nullable()
    .describe("what warnings change beside interception alone; null where the paired run was left out"),
};

export type NetFields = Fields<typeof netSchema>;
