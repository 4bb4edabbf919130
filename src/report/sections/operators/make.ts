/** What each operator and the stores made of the platform's notices, and what passed meanwhile. */
import { assert } from "../../../core/assert.ts";
import { type NoticeCounts, OPERATORS } from "../../../record/operator.ts";
import { CELLS } from "../../../metrics/features.ts";
import { LAPSES, LAPSE_HOURS, OPERATOR_MEASURES } from "../../../metrics/lapses.ts";
import { clusteredRate } from "../../../metrics/rates.ts";
import { sumOf } from "../../../core/sum.ts";
import type { Tally } from "../../../metrics/tally.ts";
import type { OperatorsReport } from "./schema.ts";

type Row = OperatorsReport["operators"][number];

/** Null where nobody was asked, as all enact every notice at once. */
export function operatorsReport(tally: Tally, counts: readonly NoticeCounts[] | null): OperatorsReport | null {
  if (counts === null) return null;
  const { passed: appsPassed, recipient, ...stores } = counts[OPERATORS.length]!;
  assert(recipient === "stores", "the stores come last");
  return {
    operators: OPERATORS.map((name, operator) => operatorRow(tally, operator, name, counts[operator]!)),
    stores: { name: recipient, ...stores, appsPassed },
  };
}

function operatorRow(
  tally: Tally,
  operator: number,
  name: Row["name"],
  { notices, enacted, medianDelayHours, passed: sitesPassed }: NoticeCounts,
): Row {
  const [contacts, blocked] = contactsByGang(tally, operator);
  const [benign, fraud] = passedOf(tally, operator);
  const [refused, ...late] = fraud!;
  return {
    name,
    notices,
    enacted,
    medianDelayHours,
    contacts: sumOf(contacts),
    intercepted: sumOf(blocked),
    interception: clusteredRate(blocked, contacts, tally.columns.gangTypology),
    passed: {
      late: sumOf(late),
      refused: refused!,
      benign: sumOf(benign!),
      byHour: LAPSE_HOURS.map((from, place) => ({ from, contacts: late[place]! })),
    },
    sitesPassed,
  };
}

function contactsByGang({ columns, handle: { gangs } }: Tally, operator: number): [Float64Array, Float64Array] {
  const [contacts, blocked] = [new Float64Array(gangs), new Float64Array(gangs)];
  for (let gang = 0; gang < gangs; gang++) {
    const at = (operator * gangs + gang) * OPERATOR_MEASURES;
    contacts[gang] = columns.operatorContacts[at]!;
    blocked[gang] = columns.operatorContacts[at + 1]!;
  }
  return [contacts, blocked];
}

/** By lapse, of benign events and of contacts of gangs: over both channels. */
function passedOf({ columns: { operatorPassed } }: Tally, operator: number): number[][] {
  const at = operator * CELLS * LAPSES;
  return [0, 2].map((cell) =>
    Array.from(
      { length: LAPSES },
      (_, place) => operatorPassed[at + cell * LAPSES + place]! + operatorPassed[at + (cell + 1) * LAPSES + place]!,
    ),
  );
}
