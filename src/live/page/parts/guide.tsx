/** The situations as links; the open one says what it sets, what to watch, and why. */
import { type Address, formatAddress } from "../address.ts";
import { type PanelKey, SITUATIONS, situationOf } from "../situations.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";

export function Guide({ address, wide }: { readonly address: Address; readonly wide: boolean }) {
  const { words } = useWords();
  const open = situationOf(address.situation);
  return (
    <details class="panel guide" open={wide || open !== null}>
      <summary>
        <h2>{words.guide.title}</h2>
      </summary>
      <p class="note">{words.guide.note}</p>
      <ol>
        {SITUATIONS.map(({ key, panels, ...world }) => {
          const { title, sets, watch, because } = words.situations[key];
          const isOpen = key === open?.key;
          const there = formatAddress({ ...address, ...world, situation: key });
          const usual = formatAddress({ ...address, ...world, settings: {}, hoursPerSecond: null, situation: key });
          return (
            <li key={key} class={isOpen ? "open" : undefined}>
              <a href={there} title={words.guide.starts} aria-current={isOpen ? "true" : undefined}>
                {title}
              </a>
              {isOpen && (
                <dl>
                  <dt>{words.guide.compare}</dt>
                  <dd>
                    1.{" "}
                    <a href={usual} title={words.guide.starts}>
                      {words.guide.usual}
                    </a>
                    {words.joints.comma}
                    {words.guide.usualHow}
                  </dd>
                  <dd>
                    2.{" "}
                    <a href={there} title={words.guide.starts}>
                      {words.guide.opened}
                    </a>
                    {words.joints.colon}
                    {words.guide.openedHow}
                  </dd>
                  <dt>{words.guide.sets}</dt>
                  <dd>{sets}</dd>
                  <dt>{words.guide.watch}</dt>
                  <dd>{watch}</dd>
                  <dd>
                    {words.guide.goTo}
                    {words.joints.colon}
                    {panels.map((panel, index) => (
                      <>
                        {index > 0 && words.joints.list}
                        <a key={panel} href={`#${panel}`} onClick={(event) => goTo(event, panel)}>
                          {PANEL_TITLES[panel](words)}
                        </a>
                      </>
                    ))}
                  </dd>
                  <dt>{words.guide.because}</dt>
                  <dd>{because}</dd>
                </dl>
              )}
            </li>
          );
        })}
      </ol>
      {open !== null && (
        <p>
          <a
            href={formatAddress({ ...address, scenario: null, settings: {}, situation: null })}
            title={words.guide.starts}
          >
            {words.guide.leave}
          </a>
        </p>
      )}
    </details>
  );
}

const PANEL_TITLES: Readonly<Record<PanelKey, (words: Words) => string>> = {
  headlines: ({ headline }) => headline.label,
  flow: ({ flow }) => flow.title,
  events: ({ events }) => events.title,
  warnings: ({ warnings }) => warnings.title,
  losses: ({ lines }) => lines.losses,
  filter: ({ filter }) => filter.title,
  queue: ({ lines }) => lines.queue,
};

/** By script, since the address behind # is the run. */
function goTo(event: Event, panel: PanelKey): void {
  event.preventDefault();
  const there = document.getElementById(panel);
  there?.focus({ preventScroll: true });
  // Panels above change size as a run begins: it stays in sight until the reader moves.
  const settling = new ResizeObserver(() => there?.scrollIntoView({ block: "start" }));
  settling.observe(document.body);
  for (const move of ["wheel", "pointerdown", "keydown"]) {
    addEventListener(move, () => settling.disconnect(), { once: true });
  }
}
