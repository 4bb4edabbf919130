/** How often engines that may err do: the blocklist's filter, and an approximate matcher. */
import { rate } from "../../metrics/rates.ts";
import { t } from "../../ui/words.ts";
import { figure, rows, section } from "../statement.ts";

export const filter = section("bloom", t`The Bloom filter`, ({ tally, filter: tried, matcher }) => {
  const [numbers, falseNumbers, domains, falseDomains] = tally.columns.filter;
  return [
    ...(tried
      ? [
          rows(
            "filter",
            t`Does the Bloom filter lie as seldom as theory says?`,
            {
              unit: "share",
              notes: [
                t`Numbers that are not listed and that the filter takes for listed, tried on random numbers after the run. Each is cleared in the exact table behind it. 95 %: of this filter, on other numbers.`,
              ],
            },
            [
              figure("promised", t`promised, when full`, tried.promised),
              figure("expected", t`theory, at its fill`, tried.expected),
              figure("measured", t`measured`, rate(tried.falsePositives, tried.probes)),
            ],
          ),
          rows("filter", t`Asked of the filter by the traffic of the run`, { folded: true }, [
            figure("numbers.probed", t`numbers`, numbers!),
            figure("numbers.falsePositives", t`numbers taken for listed, all cleared`, falseNumbers!),
            figure("domains.probed", t`domains`, domains!),
            figure("domains.falsePositives", t`domains taken for listed, all cleared`, falseDomains!),
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
