/** How often engines that may err do: the blocklist's filter, and an approximate matcher. */
import { rate } from "../../metrics/rates.ts";
import { t } from "../../ui/words.ts";
import { columnsOf, figure, row, rows, section, table } from "../statement.ts";

export const filter = section("bloom", t`The Bloom filter`, ({ tally, filter: tried, matcher }) => {
  const columns = columnsOf("count", { numbers: t`numbers`, domains: t`domains` });
  const [numbers, falseNumbers, domains, falseDomains] = tally.columns.filter;
  return [
    ...(tried
      ? [
          rows(
            "filter",
            t`Does the filter keep its promise?`,
            {
              unit: "share",
              notes: [
                t`Numbers that are not listed and that the filter takes for listed, tried on random numbers after the run. Each is cleared in the exact table behind it. 95 %: of this filter, on other numbers.`,
              ],
            },
            [
              figure("promised", t`promised`, tried.promised),
              figure("expected", t`theory, at its fill`, tried.expected),
              figure("measured", t`measured`, rate(tried.falsePositives, tried.probes)),
            ],
          ),
          table("filter", t`Asked of the filter by the traffic of the run`, { folded: true }, columns, [
            row("*.probed", t`all`, numbers, domains),
            row("*.falsePositives", t`taken for listed, all cleared`, falseNumbers, falseDomains),
          ]),
        ]
      : []),
    ...(matcher
      ? [
          rows("matcher", t`Approximate matcher: ${matcher.engine}`, { unit: "share", summary: true }, [
            figure(
              "differing",
              t`decided otherwise than scan, on edited copies of the scripts in force`,
              rate(matcher.differing, matcher.messages),
            ),
          ]),
        ]
      : []),
  ];
});
