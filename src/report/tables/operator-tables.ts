/** What each operator and the stores made of the platform's notices. */
import { NONE, formatClusterInterval, formatCount, formatPercent } from "../format.ts";
import type { Report } from "../schema.ts";
import type { ReportTable } from "./report-table.ts";

type Section = NonNullable<Report["operators"]>;

/** Notices, and what passed for want of an enacted one; then what was intercepted. */
export function operatorTables({ operators, stores }: Section): ReportTable[] {
  return [
    {
      head: ["Notices", "sent", "enacted", "median h", "late", "refused", "look-ups"],
      rows: [
        ...operators.map(({ name, passed, sitesPassed, ...notices }) => [
          name,
          ...noticeCells(notices),
          formatCount(passed.late),
          formatCount(passed.refused),
          formatCount(sitesPassed),
        ]),
        [stores.name, ...noticeCells(stores), "", "", formatCount(stores.appsPassed)],
      ],
      notes: [
        "sent: of numbers and sites to operators, of apps to stores; median h: from listing to blocking, of those ever enacted",
        "late, refused: fraud contacts with customers of that operator that rest on a listing and passed, as it blocks the number or site later, or never",
        "look-ups: of listed sites, or installs of listed apps, that passed for either reason",
      ],
    },
    {
      head: ["By operator of the callee", "intercepted", "95 % over gangs", "n", "benign passed"],
      rows: operators.map(({ name, interception, contacts, passed }) => [
        name,
        formatPercent(interception),
        formatClusterInterval(interception),
        formatCount(contacts),
        formatCount(passed.benign),
      ]),
      notes: [
        "benign passed: benign events that would have been blocked as listed, had the operator enacted the notice",
      ],
    },
  ];
}

function noticeCells({
  notices,
  enacted,
  medianDelayHours,
}: Pick<Section["stores"], "notices" | "enacted" | "medianDelayHours">): string[] {
  return [formatCount(notices), formatCount(enacted), medianDelayHours === null ? NONE : formatCount(medianDelayHours)];
}
