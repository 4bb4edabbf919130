/** The whole page of a gateway. */
import { CatalogueContext } from "../../words/use-stages.ts";
import type { OverviewAnswer } from "../api.ts";
import type { GatewaySession, GatewayState } from "../session.ts";
import { GATEWAY_WORDS } from "../words.ts";
import { CaseCards } from "./case-cards.tsx";
import { DoorPage } from "./door-page.tsx";
import { FirstEvent } from "./first-event.tsx";
import { LastEvents, WhyDialog } from "./last-events.tsx";
import { Rate } from "./rate.tsx";
import { Drift, Thresholds } from "./scores.tsx";
import { Shadow } from "./shadow.tsx";
import { StageCounts } from "./stage-counts.tsx";
import { Tables } from "./tables.tsx";
import { Tiles } from "./tiles.tsx";

interface Props {
  readonly state: GatewayState;
  readonly session: GatewaySession;
}

export function App({ state, session }: Props) {
  const { language, overview } = state;
  const words = GATEWAY_WORDS[language];
  return (
    <CatalogueContext.Provider value={overview?.words ?? null}>
      <a class="skip" href="#cases">
        {words.skip}
      </a>
      <DoorPage state={state} session={session} words={words} hasAnswer={overview !== null}>
        {overview !== null && <Figures overview={overview} state={state} session={session} />}
        <WhyDialog opened={state.opened} scoring={overview?.scoring ?? null} onClose={() => session.open(null)} />
      </DoorPage>
    </CatalogueContext.Provider>
  );
}

function Figures({ overview, state, session }: Props & { readonly overview: OverviewAnswer }) {
  return (
    <>
      {isUntouched(overview) ? <FirstEvent hasToken={session.hasToken} /> : <Tiles overview={overview} />}
      <div class="pair">
        <CaseCards state={state} session={session} mayDecide={overview.roles.includes("feed")} />
        <div class="column">
          {!isUntouched(overview) && (
            <LastEvents
              events={overview.last}
              now={overview.at}
              isOpen={state.opened !== null}
              open={(event) => session.open(event)}
            />
          )}
          <Tables overview={overview} />
        </div>
      </div>
      {!isUntouched(overview) && (
        <div class="pair even">
          <Rate rate={overview.rate} />
          <StageCounts overview={overview} />
          <Thresholds found={state.thresholds} now={overview.at} session={session} />
          <Drift drift={overview.drift} />
          {state.shadow !== null && <Shadow shadow={state.shadow} />}
        </div>
      )}
    </>
  );
}

/** Whether no event has come since it began. */
function isUntouched({ verdicts }: OverviewAnswer): boolean {
  return Object.values(verdicts).every(({ call, message }) => call + message === 0);
}
