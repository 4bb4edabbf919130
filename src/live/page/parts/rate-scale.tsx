/**
 * Rates on one logarithmic line: a triangle for what was promised, a tick for what is expected, a dot for what was
 * measured.
 */
import { useWords } from "../words/use-words.ts";

interface Mark {
  readonly key: "promised" | "expected" | "measured";
  readonly value: number | null;
}

/** From one in a million to one. */
const DECADES = 6;
const WIDTH = 320;
/** Half of the widest number below it, "0.0001 %", in the widest usual font. */
const MARGIN = 36;
const BASE = 40;

export function RateScale({ marks, label }: { readonly marks: readonly Mark[]; readonly label: string }) {
  const { format } = useWords();
  return (
    <svg class="rate-scale" viewBox={`0 0 ${WIDTH} 62`} role="img" aria-label={label}>
      <path class="axis" d={`M${MARGIN} ${BASE}H${WIDTH - MARGIN}`} />
      {Array.from({ length: DECADES + 1 }, (_, decade) => {
        const value = 1 / Number(`1e${DECADES - decade}`);
        return (
          <g key={decade} transform={`translate(${placeOf(value)} ${BASE})`}>
            <path class="axis" d="M0 0V4" />
            {decade % 2 === 0 && (
              <text y="17" text-anchor="middle">
                {format.rare(value)}
              </text>
            )}
          </g>
        );
      })}
      {marks.map(({ key, value }) => {
        if (value === null) return null;
        const at = placeOf(value);
        if (key === "promised") return <path key={key} class={key} d={`M${at} ${BASE - 2}l-6-11h12z`} />;
        if (key === "expected") return <path key={key} class={key} d={`M${at} ${BASE + 4}V${BASE - 22}`} />;
        return <circle key={key} class={key} cx={at} cy={BASE - 26} r="5" />;
      })}
    </svg>
  );
}

/** The place of a rate on the line; smaller ones, also zero, are at its beginning. */
function placeOf(rate: number): number {
  const decades = rate > 0 ? Math.max(0, DECADES + Math.log10(Math.min(1, rate))) : 0;
  return Math.round((MARGIN + (decades / DECADES) * (WIDTH - 2 * MARGIN)) * 10) / 10;
}
