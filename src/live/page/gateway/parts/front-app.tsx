/** The whole page of a front. */
import { useEffect } from "preact/hooks";
import { printable } from "../../../../core/terminal/printable.ts";
import { Lost } from "../../parts/connection-notice.tsx";
import { Masthead } from "../../parts/masthead.tsx";
import { NamedRows } from "../../parts/named-rows.tsx";
import { Visible } from "../../parts/visible.tsx";
import { LanguageContext, useWords } from "../../words/use-words.ts";
import { LANGUAGE_TAGS } from "../../words/words.ts";
import type { StreamAnswer } from "../api.ts";
import type { FrontSession, FrontState } from "../front-session.ts";
import { FRONT_WORDS, useFrontWords } from "../front-words.ts";
import { clock } from "../times.ts";
import { GATEWAY_WORDS } from "../words.ts";
import { Door } from "./door.tsx";
import { TileRow } from "./tiles.tsx";

export function FrontApp({ state, session }: { readonly state: FrontState; readonly session: FrontSession }) {
  const { language, stream, door, lostSinceMs, problem } = state;
  const words = FRONT_WORDS[language];
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = words.title;
  }, [language]);
  return (
    <LanguageContext.Provider value={language}>
      <Masthead name={words.title} tagline={words.tagline} speak={(other) => session.speak(other)}>
        {session.hasToken && door === null && (
          <button type="button" onClick={() => session.forgetToken()}>
            {GATEWAY_WORDS[language].door.leave}
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
        {door === null && stream === null && lostSinceMs === null && <p class="empty">{words.waiting}</p>}
        {stream !== null && (
          <>
            <Tiles stream={stream} />
            <Findings findings={stream.findings} />
            <Partitions partitions={stream.partitions} />
            <div class="pair even">
              <Streams stream={stream} />
              <Workers workers={stream.workers} />
            </div>
          </>
        )}
      </main>
    </LanguageContext.Provider>
  );
}

function Tiles({ stream: { front, partitions, at } }: { readonly stream: StreamAnswer }) {
  const { tiles } = useFrontWords();
  const { format, language } = useWords();
  const sum = (of: (one: StreamAnswer["partitions"][number]) => number) =>
    format.count(partitions.reduce((all, one) => all + of(one), 0));
  const late = sum(({ waiting }) => waiting.events);
  const isAll = partitions.every(({ waiting }) => waiting.isAll);
  const owned = format.count(partitions.filter(({ owner }) => owner !== null).length);
  const verdicts = tiles.verdictsOf(
    sum(({ flagged }) => flagged),
    sum(({ blocked }) => blocked),
  );
  return (
    <TileRow
      label={tiles.label}
      tiles={[
        [
          "rate",
          tiles.taken,
          format.count(front.events),
          tiles.takenOf(format.count(front.messages), clock(front.since, at, language)),
        ],
        ["micros", tiles.verdicts, sum(({ events }) => events), verdicts],
        ["wait", tiles.late, isAll ? late : tiles.atLeast(late), tiles.lateOf],
        ["wait", tiles.owned, owned, tiles.ownedOf(format.count(partitions.length))],
        ["wait", tiles.again, format.count(front.sentAgain), tiles.againOf],
      ]}
    />
  );
}

const BADGES = { bad: "wrong", doubtful: "flag", good: "allow" } as const;
const LEVELS = Object.keys(BADGES);

function Findings({ findings }: Pick<StreamAnswer, "findings">) {
  const words = useFrontWords().findings;
  const { language } = useWords();
  return (
    <section class="panel" aria-labelledby="findings-title">
      <h2 id="findings-title">{words.title}</h2>
      <p class="note">{words.note}</p>
      <ul id="findings">
        {findings
          .toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
          .map(({ level, what }, at) => (
            <li key={at}>
              <span class={`badge ${BADGES[level]}`}>{words.levels[level]}</span> <Visible text={what[language]} />
            </li>
          ))}
      </ul>
    </section>
  );
}

function Partitions({ partitions }: Pick<StreamAnswer, "partitions">) {
  const words = useFrontWords().partitions;
  const { format } = useWords();
  const owner = ({ owner: name, isReady }: (typeof partitions)[number]) => {
    if (name === null) return words.nobody;
    return <Visible text={isReady ? name : words.behind(name)} />;
  };
  return (
    <section class="panel counts" aria-labelledby="partitions-title">
      <h2 id="partitions-title">{words.title}</h2>
      <p class="note">{words.note}</p>
      <div class="scroll">
        <NamedRows
          columns={[
            words.partition,
            words.owner,
            words.events,
            words.flagged,
            words.blocked,
            words.waiting,
            words.messages,
            words.tables,
          ]}
          rows={partitions.map((one) => ({
            key: String(one.partition),
            name: String(one.partition),
            cells: [
              owner(one),
              ...[one.events, one.flagged, one.blocked].map((count) => format.count(count)),
              `${one.waiting.isAll ? "" : "≥ "}${format.count(one.waiting.events)}`,
              one.messages === null ? "–" : format.count(one.messages),
              String(one.tables),
            ],
          }))}
        />
      </div>
    </section>
  );
}

const MB = 1e6;

function Streams({ stream: { streams, server } }: { readonly stream: StreamAnswer }) {
  const words = useFrontWords().streams;
  const { words: common, format } = useWords();
  const size = (bytes: number) => `${format.decimal(bytes / MB, 1)} MB`;
  return (
    <section class="panel counts" aria-labelledby="streams-title">
      <h2 id="streams-title">{words.title}</h2>
      <p class="note">{words.note(printable(server))}</p>
      <div class="scroll">
        <NamedRows
          columns={[words.stream, words.messages, words.bytes, words.room, words.servers]}
          rows={streams.map(({ name, messages, bytes, room, servers }) => ({
            key: name,
            name: <Visible text={name} />,
            cells: [
              format.count(messages),
              size(bytes),
              room === null ? words.unlimited : size(room),
              <Visible
                text={servers.map((one) => `${one.name} ${words.states[one.state]}`).join(common.joints.comma)}
              />,
            ],
          }))}
        />
      </div>
    </section>
  );
}

function Workers({ workers }: Pick<StreamAnswer, "workers">) {
  const words = useFrontWords().workers;
  const { format } = useWords();
  return (
    <section class="panel counts" aria-labelledby="workers-title">
      <h2 id="workers-title">{words.title}</h2>
      <p class="note">{words.note}</p>
      {workers.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <div class="scroll">
          <NamedRows
            columns={[words.worker, words.program, words.again, words.sent, words.passed]}
            rows={workers.map(({ worker, program, counts }) => ({
              key: worker,
              name: <Visible text={worker} />,
              cells: [
                <Visible text={program} />,
                ...[counts.screenedAgain, counts.sentAgain, counts.passedOver].map((count) => format.count(count)),
              ],
            }))}
          />
        </div>
      )}
    </section>
  );
}
