/** Parameters of the money of gangs. */
import { ASSUMED, basic, group, quantity, share, toggle } from "./parameter.ts";

/** What gangs begin with, what others keep of what they take, and what their trade costs. */
export function economyGroup() {
  return group(
    {
      capitalYuan: quantity(
        100_000,
        { min: 0, max: 1e9 },
        "yuan",
        ASSUMED,
        "What a gang has before the first hour, or when it is founded.",
      ),
      launderedShare: share(0.2, ASSUMED, "Of money that arrives, what those keep who launder it."),
      muleShare: share(0.1, ASSUMED, "Of money that arrives, what the holders of mule accounts keep."),
      callYuan: price(0.15, "A gang pays for a call."),
      messageYuan: price(0.05, "A gang pays for a message."),
      rewritingYuan: price(1500, "A gang pays for another script, written for it."),
      simBoxSlotYuan: price(
        50,
        "A gang pays for a slot of a SIM box, for each SIM put into it.",
        "a SIM box of 100 slots costs several thousand yuan (news report)",
      ),
      wagesYuan: quantity(
        0,
        { min: 0, max: 100_000 },
        "yuan a day",
        ASSUMED,
        "A gang pays for those who work one of its lines or senders, silent or not.",
      ),
      growthShare: share(
        0,
        ASSUMED,
        "By so much a gang grows after a day on which its money became more, and shrinks after one on which it became less: between a quarter and double of its first size.",
      ),
      bankruptcy: basic(
        toggle(false, "A gang that owes more than its credit is no more; another is founded in its place."),
      ),
      creditYuan: quantity(20_000, { min: 0, max: 1e9 }, "yuan", ASSUMED, "What a gang may owe before it is broke."),
      foundedAfterDays: quantity(
        14,
        { min: 0, max: 366 },
        "days",
        ASSUMED,
        "From a gang's end to the founding of another in its place.",
      ),
    },
    {
      of: ["launderedShare", "muleShare"],
      holds: ({ launderedShare, muleShare }) => launderedShare! + muleShare! <= 1,
      expected: "launderedShare + muleShare must not exceed 1",
    },
  );
}

function price(value: number, description: string, source: string = ASSUMED) {
  return quantity(value, { min: 0, max: 1e6 }, "yuan", source, description);
}
