/** The whole page of a gateway. */
import { useEffect } from "preact/hooks";
import { printable } from "../../../../core/terminal/printable.ts";
import { Lost } from "../../parts/connection-notice.tsx";
import { Masthead } from "../../parts/masthead.tsx";
import { CatalogueContext } from "../../words/use-stages.ts";
import { LanguageContext } from "../../words/use-words.ts";
import { LANGUAGE_TAGS } from "../../words/words.ts";
import type { OverviewAnswer } from "../api.ts";
import type { GatewaySession, GatewayState } from "../session.ts";
import { GATEWAY_WORDS } from "../words.ts";
import { CaseCards } from "./case-cards.tsx";
import { Door } from "./door.tsx";
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
  const { language, overview, door, lostSinceMs, problem } = state;
  const words = GATEWAY_WORDS[language];
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = words.title;
  }, [language]);
  return (
    <CatalogueContext.Provider value={overview?.words ?? null}>
      <a class="skip" href="#cases">
        {words.skip}
      </a>
      <LanguageContext.Provider value={language}>
        <Masthead name={words.title} tagline={words.tagline} speak={(other) => session.speak(other)}>
          {session.hasToken && door === null && (
            <button type="button" onClick={() => session.forgetToken()}>
              {words.door.leave}
            </button>
          )}
        </Masthead>
        <main class="gateway">
          {lostSinceMs !== null && <Lost sinceMs={lostSinceMs} />}
          {problem !== null && (
            <p class="notice bad" role="alert">
              {words.problem(printable(problem))}
            </p>
          )}
          {door !== null && <Door why={door} session={session} />}
          {door === null && overview === null && lostSinceMs === null && <p class="empty">{words.waiting}</p>}
          {overview !== null && <Figures overview={overview} state={state} session={session} />}
          <WhyDialog opened={state.opened} scoring={overview?.scoring ?? null} onClose={() => session.open(null)} />
        </main>
      </LanguageContext.Provider>
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
