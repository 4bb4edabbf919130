/** The situations as links; the open one says what it sets, what to watch, and why. */
import { Fragment } from "preact";
import { goTo } from "../../../ui/browser/masthead.tsx";
import { count, say } from "../../../ui/browser/speech.ts";
import { Note } from "../../../ui/browser/text.tsx";
import { t, type Text } from "../../../ui/words.ts";
import { type Address, formatAddress } from "../address.ts";
import { FILTER, LOSSES, QUEUE, WARNINGS } from "../panels.ts";
import { scenarioOf } from "../settings.ts";
import { type PanelId, SITUATIONS, type Situation, situationOf } from "../situations.ts";
import type { State } from "../state.ts";
import { EVENTS } from "./events.tsx";
import { FLOW } from "./flow.tsx";
import { Named } from "./text.tsx";

const PANEL_TITLES: Readonly<Record<PanelId, Text>> = {
  headlines: t`Headline figures`,
  flow: FLOW,
  events: EVENTS,
  warnings: WARNINGS.title,
  losses: LOSSES.title,
  filter: FILTER.title,
  queue: QUEUE.title,
};

type Props = Pick<State, "address" | "catalogue"> & { readonly isWide: boolean };

export function Guide({ address, catalogue, isWide }: Props) {
  const open = situationOf(address.situation);
  /** Said before it starts, where its world has another size than the one on show. */
  const sizeOf = ({ scenario }: Situation) => {
    if (catalogue === null || scenario === address.scenario) return "";
    const { subscribers, hours } = scenarioOf(catalogue, scenario);
    return t`another world: ${count(subscribers)} people, ${count(hours)} hours`;
  };
  return (
    <details class="panel" open={isWide || open !== null}>
      <summary>
        <h2>{say(t`Situations`)}</h2>
      </summary>
      <Note
        of={t`A click starts one at once and ends the run on show, whose figures stay below the new ones. Each sets the controls, keeps the seed, and says what to watch.`}
      />
      <ol class="guide">
        {SITUATIONS.map((situation) => (
          <li key={situation.key} class={situation === open ? "open" : undefined}>
            <a href={linkTo(situation, address)} aria-current={situation === open ? "true" : undefined}>
              {say(situation.title)}
            </a>{" "}
            <small>{say(sizeOf(situation))}</small>
            {situation === open && <Details situation={situation} address={address} />}
          </li>
        ))}
      </ol>
      {open !== null && (
        <a href={formatAddress({ ...address, scenario: null, settings: {}, situation: null })}>
          {say(t`Back to the defaults`)}
        </a>
      )}
    </details>
  );
}

function linkTo(situation: Situation, address: Address): string {
  const { key, scenario, settings, hoursPerSecond = address.hoursPerSecond } = situation;
  return formatAddress({ ...address, scenario, settings, hoursPerSecond, situation: key });
}

function Details({ situation, address }: { readonly situation: Situation; readonly address: Address }) {
  const { sets, watch, because, panels } = situation;
  const usual = linkTo({ ...situation, settings: {}, hoursPerSecond: null }, address);
  const compare = (
    <>
      <a href={usual}>{say(t`First the usual run`)}</a>
      {say(t`, as fast as it goes, until it has ended; then`)}{" "}
      <a href={linkTo(situation, address)}>{say(t`the situation`)}</a>
      {say(t`: the figures of the usual run stand below its own, hour by hour.`)}
    </>
  );
  const links = panels.map((panel, at) => (
    <Fragment key={panel}>
      {at > 0 && " · "}
      <a href={`#${panel}`} onClick={(event) => goTo(event, panel)}>
        {say(PANEL_TITLES[panel])}
      </a>
    </Fragment>
  ));
  return (
    <Named
      of={[
        [t`Sets`, say(sets)],
        [t`To compare`, compare],
        [t`Watch`, say(watch)],
        [t`Go to`, links],
        [t`Why`, say(because)],
      ]}
    />
  );
}
