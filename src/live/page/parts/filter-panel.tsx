/**
 * The Bloom filter in front of the blocklist: its promise, the expectation by its fill, and its result in this traffic.
 */
import type { Frame } from "../../server/protocol.ts";
import type { Run } from "../state.ts";
import { useWords } from "../words/use-words.ts";
import { Fact } from "./fact.tsx";
import { RateScale } from "./rate-scale.tsx";
import { Term } from "./term.tsx";

export function FilterPanel({ run }: { readonly run: Run | null }) {
  const { words } = useWords();
  const frame = run?.frame ?? null;
  return (
    <section id="filter" tabIndex={-1} class="panel filter" aria-labelledby="filter-title">
      <h2 id="filter-title">{words.filter.title}</h2>
      {frame === null ? (
        <p class="empty">{words.flow.waiting}</p>
      ) : frame.filter === null ? (
        <p class="empty">{words.filter.noBlocklist}</p>
      ) : frame.filter.bits === 0 ? (
        <p class="empty">{words.filter.noFilter}</p>
      ) : (
        <FilterFigures filter={frame.filter} />
      )}
    </section>
  );
}

function FilterFigures({ filter }: { readonly filter: NonNullable<Frame["filter"]> }) {
  const { words, format } = useWords();
  const { entries, bits, filledShare, promisedRate, expectedRate, probed, falsePositives } = filter;
  const inTraffic = probed > 0 && falsePositives <= probed ? falsePositives / probed : null;
  const marks = [
    { key: "promised", name: words.filter.promised, value: promisedRate },
    { key: "expected", name: words.filter.expected, value: expectedRate },
    { key: "measured", name: words.filter.measured, value: inTraffic },
  ] as const;
  return (
    <>
      <p class="note">
        {words.filter.note} <Term of="filter" />
        {words.joints.comma}
        <Term of="falsePositive" />
      </p>
      <dl class="facts">
        <Fact name={words.filter.entries} value={format.count(entries)} />
        <Fact
          name={words.filter.bits}
          value={format.short(bits)}
          beside={entries > 0 && words.filter.bitsEach(format.decimal(bits / entries, 1))}
        />
        <Fact name={words.filter.filled} value={format.percent(filledShare)} beside={words.filter.countedDaily} />
      </dl>
      <RateScale marks={marks} label={words.filter.axis} />
      <dl class="rates">
        {marks.map(({ key, name, value }) => (
          <div key={key} class={key}>
            <dt>{name}</dt>
            <dd>{format.rare(value)}</dd>
          </div>
        ))}
      </dl>
      <p class="note">
        {probed === 0
          ? words.filter.noneProbed
          : words.filter.measuredOf(format.count(falsePositives), format.count(probed)) +
            words.joints.sentence +
            words.filter.sameCallers}
      </p>
    </>
  );
}
