import { useEffect, useState } from "preact/hooks";
import type { Session } from "../session.ts";
import type { State } from "../state.ts";
import { CatalogueContext } from "../words/use-stages.ts";
import { LanguageContext } from "../words/use-words.ts";
import { LANGUAGE_TAGS, WORDS } from "../words/words.ts";
import { ConnectionNotice } from "./connection-notice.tsx";
import { Controls } from "./controls.tsx";
import { Teams } from "./teams.tsx";
import { EventList } from "./event-list.tsx";
import { ExplanationDialog } from "./explanation-dialog.tsx";
import { FilterPanel } from "./filter-panel.tsx";
import { Flow } from "./flow.tsx";
import { Gangs } from "./gangs.tsx";
import { Glance } from "./glance.tsx";
import { Guide } from "./guide.tsx";
import { Headlines } from "./headlines.tsx";
import { Masthead } from "./masthead.tsx";
import { MisreadNotice } from "./misread-notice.tsx";
import { Money } from "./money.tsx";
import { Glossary } from "./term.tsx";
import { TimeLines } from "./time-lines.tsx";
import { Transport } from "./transport.tsx";
import { WarningFunnel } from "./warning-funnel.tsx";

export function App({ state, session }: { readonly state: State; readonly session: Session }) {
  const { address, run, past, opened } = state;
  // Lines of another scenario have another scale: beside these they would say nothing.
  const behind = past?.request.scenario === run?.request.scenario ? past : null;
  const hasCards = run?.frame?.gangs.cards != null;
  const { language } = address;
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = WORDS[language].title;
  }, [language]);
  const isWide = useWide();

  return (
    <LanguageContext.Provider value={language}>
      <CatalogueContext.Provider value={state.catalogue}>
        <a class="skip" href="#figures" onClick={skipToFigures}>
          {WORDS[language].skip}
        </a>
        <Masthead
          name="Ringfence"
          tagline={WORDS[language].tagline}
          speak={(other) => session.change((before) => ({ ...before, language: other }))}
        />
        <div class="shell">
          <aside class="side">
            <Glance run={run} past={behind} />
            <Guide address={address} wide={isWide} />
            <Controls state={state} session={session} wide={isWide} />
          </aside>
          <main id="figures" class="figures" tabIndex={-1}>
            <Transport state={state} session={session} />
            <ConnectionNotice state={state} session={session} />
            <MisreadNotice misread={state.misread} session={session} />
            <Headlines run={run} past={past} catalogue={state.catalogue} />
            <Flow run={run} session={session} />
            <div class="pair">
              <EventList run={run} opened={opened} session={session} />
              <div class="column">
                <WarningFunnel run={run} reported={address.situation === "reported-success"} />
                <Teams run={run} />
              </div>
            </div>
            <div class="pair even">
              <TimeLines run={run} past={behind} title="losses">
                <Money run={run} />
              </TimeLines>
              <FilterPanel run={run} />
              <TimeLines run={run} past={behind} title="events" />
              <TimeLines run={run} past={behind} title="queue" />
            </div>
            <div class={hasCards ? "pair even" : undefined}>
              <Gangs run={run} session={session} />
              {hasCards && <TimeLines run={run} past={behind} title="price" />}
            </div>
            <Glossary />
          </main>
        </div>
        <ExplanationDialog opened={opened} session={session} />
      </CatalogueContext.Provider>
    </LanguageContext.Provider>
  );
}

/** By script, since the address behind # is the run. */
function skipToFigures(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#figures")?.focus();
}

/** On a wide screen the side panels start open. */
function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const follow = () => setWide(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return wide;
}

const WIDE = "(min-width: 68rem)";
