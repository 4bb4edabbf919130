/** The whole page of a front. */
import type { ComponentChildren } from "preact";
import { printable } from "../../../../core/terminal/printable.ts";
import type { Format } from "../../format.ts";
import { NamedRows } from "../../parts/named-rows.tsx";
import { Visible } from "../../parts/visible.tsx";
import { useWords } from "../../words/use-words.ts";
import type { StreamAnswer } from "../api.ts";
import type { FrontSession, FrontState } from "../front-session.ts";
import { FRONT_WORDS, useFrontWords } from "../front-words.ts";
import { clock } from "../times.ts";
import { DoorPage } from "./door-page.tsx";
import { TileRow } from "./tiles.tsx";

export function FrontApp({ state, session }: { readonly state: FrontState; readonly session: FrontSession }) {
  const { language, stream } = state;
  return (
    <DoorPage state={state} session={session} words={FRONT_WORDS[language]} hasAnswer={stream !== null}>
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
    </DoorPage>
  );
}

function Tiles({ stream: { front, partitions, at } }: { readonly stream: StreamAnswer }) {
  const { tiles } = useFrontWords();
  const { format, language } = useWords();
  const sum = (of: (one: StreamAnswer["partitions"][number]) => number) =>
    partitions.reduce((all, one) => all + of(one), 0);
  const late = {
    events: sum(({ waiting }) => waiting.events),
    isAll: partitions.every(({ waiting }) => waiting.isAll),
  };
  const owned = partitions.filter(({ owner }) => owner !== null).length;
  const [flagged, blocked] = [sum((one) => one.flagged), sum((one) => one.blocked)].map((count) => format.count(count));
  const taken = tiles.takenOf(format.count(front.messages), clock(front.since, at, language));
  return (
    <TileRow
      label={tiles.label}
      tiles={[
        ["rate", tiles.taken, format.count(front.events), taken],
        ["micros", tiles.verdicts, format.count(sum(({ events }) => events)), tiles.verdictsOf(flagged!, blocked!)],
        ["wait", tiles.late, atLeast(late, format), tiles.lateOf],
        ["wait", tiles.owned, format.count(owned), tiles.ownedOf(format.count(partitions.length))],
        ["wait", tiles.again, format.count(front.sentAgain), tiles.againOf],
      ]}
    />
  );
}

function atLeast({ events, isAll }: StreamAnswer["partitions"][number]["waiting"], format: Format): string {
  return `${isAll ? "" : "≥ "}${format.count(events)}`;
}

function Panel({
  id,
  words: { title, note },
  children,
}: {
  readonly id: string;
  readonly words: { readonly title: string; readonly note: string };
  readonly children: ComponentChildren;
}) {
  return (
    <section class="panel counts" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="note">{note}</p>
      {children}
    </section>
  );
}

const BADGES = { bad: "wrong", doubtful: "flag", good: "allow" } as const;
const LEVELS = Object.keys(BADGES);

function Findings({ findings }: Pick<StreamAnswer, "findings">) {
  const words = useFrontWords().findings;
  const { language } = useWords();
  return (
    <Panel id="findings" words={words}>
      <ul id="findings">
        {findings
          .toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
          .map(({ level, what }, at) => (
            <li key={at}>
              <span class={`badge ${BADGES[level]}`}>{words.levels[level]}</span> <Visible text={what[language]} />
            </li>
          ))}
      </ul>
    </Panel>
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
    <Panel id="partitions" words={words}>
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
              atLeast(one.waiting, format),
              one.messages === null ? "–" : format.count(one.messages),
              String(one.tables),
            ],
          }))}
        />
      </div>
    </Panel>
  );
}

const MB = 1e6;

function Streams({ stream: { streams, server } }: { readonly stream: StreamAnswer }) {
  const words = useFrontWords().streams;
  const { words: common, format } = useWords();
  const size = (bytes: number) => `${format.decimal(bytes / MB, 1)} MB`;
  return (
    <Panel id="streams" words={{ title: words.title, note: words.note(printable(server)) }}>
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
    </Panel>
  );
}

function Workers({ workers }: Pick<StreamAnswer, "workers">) {
  const words = useFrontWords().workers;
  const { format } = useWords();
  return (
    <Panel id="workers" words={words}>
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
    </Panel>
  );
}
