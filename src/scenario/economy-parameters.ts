/** Parameters of the money of gangs. */
import { days, group, quantity, share, toggle, yuan } from "./parameter.ts";

/** What gangs begin with, what others keep of what they take, and what their trade costs. */
export function economyGroup() {
  return group(
    {
      capitalYuan: yuan(100_000, [0, 1e9])`What a gang has before the first hour, or when it is founded.`,
      launderedShare: share(0.2)`Of money that arrives, what those keep who launder it.`,
      muleShare: share(0.1)`Of money that arrives, what the holders of mule accounts keep.`,
      callYuan: yuan(0.15)`A gang pays for a call.`,
      messageYuan: yuan(0.05)`A gang pays for a message.`,
      rewritingYuan: yuan(1500)`A gang pays for another script, written for it.`,
      simBoxSlotYuan: yuan(50, [0, 1e6], "a SIM box of 100 slots costs several thousand yuan (news report)")`
        A gang pays for a slot of a SIM box, for each SIM put into it.`,
      wagesYuan: quantity("yuan a day")(0, [0, 100_000])`
        A gang pays for those who work one of its lines or senders, silent or not.`,
      growthShare: share(0)`
        By so much a gang grows after a day on which its money became more, and shrinks after one on which it became
        less: between a quarter and double of its first size.`,
      bankruptcy: toggle.basic(false)`
        A gang that owes more than its credit is no more; another is founded in its place.`,
      creditYuan: yuan(20_000, [0, 1e9])`What a gang may owe before it is broke.`,
      foundedAfterDays: days(14, [0, 366])`From a gang's end to the founding of another in its place.`,
    },
    {
      of: ["launderedShare", "muleShare"],
      holds: ({ launderedShare, muleShare }) => launderedShare! + muleShare! <= 1,
      expected: "launderedShare + muleShare must not exceed 1",
    },
  );
}
