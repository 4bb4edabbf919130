/** The situations as links; the open one says what it sets, what to watch, and why. */
import { Fragment } from "preact";
import { goTo } from "../../../ui/browser/masthead.tsx";
import { count, say } from "../../../ui/browser/speech.ts";
import { Note } from "../../../ui/browser/text.tsx";
import { joined, t, type Text } from "../../../ui/words.ts";
import { type Address, formatAddress } from "../address.ts";
import { differencesOf } from "../controls.ts";
import { FILTER, LOSSES, QUEUE, WARNINGS } from "../panels.ts";
import { scenarioOf } from "../settings.ts";
import { type PanelId, SITUATIONS, type Situation, situationOf } from "../situations.ts";
import { isUsual, type State } from "../state.ts";
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

type Props = Pick<State, "address" | "catalogue" | "past"> & { readonly isWide: boolean };

export function Guide({ address, catalogue, past, isWide }: Props) {
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
        of={t`A click starts one at once and ends the run on show. Each sets the controls, keeps the seed, and says what to watch.`}
      />
      <ol class="guide">
        {SITUATIONS.map((situation) => (
          <li key={situation.key} class={situation === open ? "open" : undefined}>
            <a href={linkTo(situation, address)} aria-current={situation === open ? "true" : undefined}>
              {say(situation.title)}
            </a>{" "}
            <small>{say(sizeOf(situation))}</small>
            {situation === open && (
              <Details situation={situation} address={address} catalogue={catalogue} past={past} />
            )}
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

type DetailsProps = Pick<State, "address" | "catalogue" | "past"> & { readonly situation: Situation };

function Details({ situation, address, catalogue, past }: DetailsProps) {
  const { scenario, settings, watch, because, panels } = situation;
  const usual = { scenario, seed: address.seed!, settings: {}, hoursPerSecond: null };
  const sets = catalogue === null ? [] : differencesOf(usual, { ...usual, settings }, catalogue);
  const isCompared = past !== null && isUsual(past.request, usual);
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
        [t`Sets`, say(sets.length === 0 ? t`nothing` : joined(sets, "; "))],
        [
          t`Compared with`,
          isCompared ? (
            say(t`the usual run`)
          ) : (
            <a href={linkTo({ ...situation, settings: {}, hoursPerSecond: null }, address)}>
              {say(t`the usual run, once it has run: first start it, then this again`)}
            </a>
          ),
        ],
        [t`Watch`, say(watch)],
        [t`Go to`, links],
        [t`Why`, say(because)],
      ]}
    />
  );
}
