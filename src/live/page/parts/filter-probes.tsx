/** The keys looked up, and the filter's bits for them. */
import type { Drawn } from "../../../explain/explanation.ts";
import { useWords } from "../words/use-words.ts";
import { Visible } from "./visible.tsx";

export function FilterProbes({ probes }: { readonly probes: Drawn["lookUps"] }) {
  const { words, format } = useWords();
  return (
    <>
      {probes.some(({ probe }) => probe.words.length > 0) && <p class="note">{words.explain.probedHelp}</p>}
      <ul class="probes">
        {probes.map(({ of, key, probe, neighbours }) => (
          <li key={`${of} ${key}`}>
            {of === "caller" ? words.explain.ofCaller : words.explain.ofDomain} <Visible text={key} />
            {words.joints.colon}
            <strong>
              {probe.listed
                ? words.explain.listed
                : probe.filterSays && probe.words.length > 0
                  ? words.explain.filterWrong
                  : words.explain.notListed}
            </strong>
            {neighbours > 0 && words.explain.neighbours(format.count(neighbours))}
            {probe.words.length > 0 && (
              <div class="scroll" tabIndex={0} role="region" aria-label={words.explain.probed}>
                <table>
                  <caption>{words.explain.probed}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{words.explain.word}</th>
                      <th scope="col">{words.explain.askedBits}</th>
                      <td />
                    </tr>
                  </thead>
                  <tbody>
                    {probe.words.map(({ index, bits, set }) => (
                      <tr key={index}>
                        <th scope="row">{index}</th>
                        <td>
                          <Bits bits={bits} set={set} />
                        </td>
                        <td>{set ? words.explain.set : words.explain.notSet}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

const WORD_BITS = 32;

/** The 32 bits of a word, the lowest at the left; those asked for are tall, and lower if one was not set. */
function Bits({ bits, set }: { readonly bits: number; readonly set: boolean }) {
  const { words } = useWords();
  const asked = Array.from({ length: WORD_BITS }, (_, bit) => bit).filter((bit) => ((bits >>> bit) & 1) === 1);
  const label = asked.join(words.joints.list);
  return (
    <svg class={set ? "bits set" : "bits"} viewBox="0 0 160 14" width="160" height="14" role="img" aria-label={label}>
      {Array.from({ length: WORD_BITS }, (_, bit) => (
        <rect
          key={bit}
          class={asked.includes(bit) ? "asked" : undefined}
          x={bit * 5 + 0.5}
          y={asked.includes(bit) ? 1 : 5}
          width="4"
          height={asked.includes(bit) ? 12 : 4}
        />
      ))}
    </svg>
  );
}
