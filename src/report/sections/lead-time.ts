/** Lead time: how long before money was due to go a warning first reached the person. Below 0 when it came too late. */
import { quantile } from "../../core/sum.ts";
import { MINUTE_MS } from "../../core/time.ts";
import { type GangTrial, rateOverPeople } from "../../metrics/gang-counts.ts";
import { t } from "../../ui/words.ts";
import { curves, figure, rows, section } from "../statement.ts";

const HOUR_MINUTES = 60;
/** A few long lead times would squeeze all the rest. */
const SHOWN = 0.98;
const MAX_POINTS = 60;

export const leadTime = section("time", t`In time`, ({ traced, tally }) => {
  const minutes: number[] = [];
  const beforeHarm: GangTrial[] = [];
  // The first on-target warning of each episode that reached the person.
  for (const { episode, isRepeat, firstDeliveryMs } of traced) {
    if (episode === null || isRepeat || firstDeliveryMs === null) continue;
    const lead = episode.deadlineMs - firstDeliveryMs;
    minutes.push(lead / MINUTE_MS);
    beforeHarm.push({ gang: episode.gang, holds: lead > 0 && firstDeliveryMs <= episode.endMs });
  }
  const ascending = Float64Array.from(minutes).sort();
  const n = ascending.length;
  const at = (share: number) => ({ value: quantile(ascending, share), n });
  return [
    curves("leadTime", t`How long before the money was due to go did a warning arrive?`, {
      reading: t`The share of warned episodes with at least so much lead time left. Left of the dashed line the warning came after the money was due to go.`,
      x: { words: t`lead time, hours`, unit: "number" },
      y: { words: t`share of warned episodes`, unit: "share", min: 0, max: 1 },
      lines: n === 0 ? [] : [{ words: "", ink: "ours", mark: "solid", points: survival(ascending) }],
      marks:
        n === 0
          ? []
          : [
              {
                words: t`median`,
                ink: "ours",
                mark: "diamond",
                x: { value: at(0.5).value! / HOUR_MINUTES },
                y: { value: 0.5 },
              },
            ],
      rules: [{ words: t`money due`, x: 0 }],
    }),
    rows("leadTimeMinutes", t`From the arrival of a warning to the transfer`, { unit: "minutes", folded: true }, [
      figure("p10", t`a tenth had less than`, at(0.1)),
      figure("p50", t`half had less than`, at(0.5)),
      figure("p90", t`nine tenths had less than`, at(0.9)),
      figure("beforeHarm", t`in time`, rateOverPeople(beforeHarm, tally.handle.gangs), { unit: "share" }),
    ]),
  ];
});

/** In whole hours, as many points as a chart can show. */
function survival(ascending: Float64Array): [hours: number, share: number][] {
  const n = ascending.length;
  const [from, to] = [ascending[0]!, quantile(ascending, SHOWN)!].map((each) => Math.floor(each / HOUR_MINUTES)) as [
    number,
    number,
  ];
  const each = Math.max(1, Math.ceil((to - from) / MAX_POINTS));
  return Array.from({ length: Math.floor((to - from) / each) + 2 }, (_, index) => {
    const hours = from + index * each;
    const less = ascending.findIndex((lead) => lead >= hours * HOUR_MINUTES);
    return [hours, less < 0 ? 0 : (n - less) / n];
  });
}
