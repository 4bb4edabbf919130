import detect from "../../../detect/zh.json" with { type: "json" };
import event from "../../../event/zh.json" with { type: "json" };
import explain from "../../../explain/zh.json" with { type: "json" };
import { Masthead } from "../../../ui/browser/masthead.tsx";
import { speaker, t } from "../../../ui/words.ts";
import ui from "../../../ui/zh.json" with { type: "json" };
import { FILTER, FRAUD, GANGS, LOSSES, PRICE, QUEUE, WARNINGS } from "../panels.ts";
import type { Session } from "../session.ts";
import own from "../zh.json" with { type: "json" };
import { Controls } from "./controls.tsx";
import { EventList, LatestWarnings } from "./events.tsx";
import { ExplanationDialog } from "./explanation.tsx";
import { Flow } from "./flow.tsx";
import { Guide } from "./guide.tsx";
import { Headlines } from "./headlines.tsx";
import { PanelView } from "./panel.tsx";
import { Glossary } from "./text.tsx";
import { Notices, Transport } from "./transport.tsx";

const chinese = speaker(event, detect, ui, explain, own);

/** On a wide screen the side panels start open. */
const WIDE = matchMedia("(min-width: 68rem)");

export function App({ session }: { readonly session: Session }) {
  const { address, run, past, catalogue } = session.state;
  const hasCards = run?.frame?.trade != null;
  const isWide = WIDE.matches;
  return (
    <>
      <Masthead
        name="Ringfence"
        tagline={t`Calls and messages on their way through an anti-fraud platform`}
        main="figures"
        language={address.language}
        chinese={chinese}
        onSpeak={(language) => session.change({ language })}
      />
      <div class="shell page">
        <aside>
          <Guide address={address} catalogue={catalogue} past={past} isWide={isWide} />
          <Controls session={session} isWide={isWide} />
        </aside>
        <main id="figures" tabIndex={-1}>
          <Transport session={session} />
          <Notices session={session} />
          <Headlines run={run} past={past} catalogue={catalogue} />
          <Flow run={run} catalogue={catalogue} />
          <div class="pair">
            <EventList session={session} />
            <PanelView panel={WARNINGS} run={run}>
              <LatestWarnings run={run} />
            </PanelView>
            {[LOSSES, FRAUD, QUEUE, FILTER].map((panel) => (
              <PanelView key={panel.id} panel={panel} run={run} past={past} />
            ))}
            {hasCards && (
              <>
                <PanelView panel={GANGS} run={run} />
                <PanelView panel={PRICE} run={run} past={past} />
              </>
            )}
          </div>
        </main>
      </div>
      <Glossary />
      <ExplanationDialog session={session} />
    </>
  );
}
