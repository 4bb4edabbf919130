/** The stages as a diagram: sampled events travel through it, and each stage has its totals. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Frame, StageCounts } from "../../server/protocol.ts";
import { FlowDots, type FlowPlan, turnBefore } from "../flow-dots.ts";
import { onMotionPreference, wantsLessMotion } from "../motion-preference.ts";
import type { Session } from "../session.ts";
import type { Run, SampledHour } from "../state.ts";
import { type StageTexts, useStages } from "../words/use-stages.ts";
import { useWords } from "../words/use-words.ts";
import { Shape } from "./badge.tsx";
import { Term } from "./term.tsx";

const DECISIONS = ["allow", "flag", "block"] as const;
const COUNTED = { allow: "allowed", flag: "flagged", block: "blocked" } as const;

export function Flow({ run, session }: { readonly run: Run | null; readonly session: Session }) {
  const { words, format } = useWords();
  const { stages } = useStages();
  const frame = run?.frame ?? null;
  const names = stages.map(({ name }) => name);
  const { stations, layer, track, shown, still, width } = useMotion(run, session, names);
  const inMotion = shown ?? run?.sampled ?? null;
  const figuresUntil = format.count((frame?.hour ?? -1) + 1);
  return (
    <section id="flow" tabIndex={-1} class="panel flow" aria-labelledby="flow-title">
      <h2 id="flow-title">{words.flow.title}</h2>
      <p class="note">
        {inMotion === null
          ? words.flow.waiting
          : still
            ? words.flow.still(format.count(inMotion.hour + 1), format.count(inMotion.eventsInHour), figuresUntil)
            : (inMotion.hour === frame?.hour ? words.flow.note : words.flow.slower)(
                format.count(inMotion.samples.length),
                format.count(inMotion.eventsInHour),
                format.count(inMotion.hour + 1),
                figuresUntil,
              )}
      </p>
      <div class={width >= widthAcross(stages.length) ? "stations across" : "stations"} ref={stations}>
        <svg class="track" aria-hidden="true">
          <path class="rail" ref={track} />
          <g ref={layer} />
        </svg>
        <ol style={{ "--stages": Math.max(1, stages.length) }}>
          <li class="station">
            <span class="node" data-node="arrivals" />
            <h3>{words.flow.arrivals}</h3>
            <ul class="counts">
              <li>{words.flow.calls(format.count(frame?.calls ?? 0))}</li>
              <li>{words.flow.messages(format.count(frame?.messages ?? 0))}</li>
            </ul>
            <ul class="row-names" aria-hidden="true">
              {ROWS.map(({ label }) => (
                <li key={label}>{words.flow[label]}</li>
              ))}
            </ul>
          </li>
          {stages.map((stage) => (
            <StageStation
              key={stage.name}
              stage={stage}
              counts={frame?.stages.find((counts) => counts.stage === stage.name)}
            />
          ))}
          <li class="station">
            <span class="node" data-node="classify" />
            <h3>{words.flow.classify.name}</h3>
            <p class="does">{words.flow.classify.does}</p>
          </li>
          <li class="exits">
            <ul>
              {DECISIONS.map((decision) => (
                <Exit key={decision} decision={decision} frame={frame} />
              ))}
            </ul>
          </li>
        </ol>
      </div>
      <ul class="legend">
        <li>
          <Shape fraud />
          {words.flow.fraud}
        </li>
        <li>
          <Shape fraud={false} />
          {words.flow.benign}
        </li>
        <li>
          <svg class="shape" viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">
            <circle class="legend-ring" r="6.5" />
          </svg>
          {words.flow.legendEvidence}
        </li>
        <li>
          <svg class="shape" viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">
            <circle class="benign-dot" r="4" />
            <path class="legend-cross" d="M-6-6 6 6M-6 6 6-6" />
          </svg>
          {words.flow.legendHarm}
        </li>
        <li>
          <Term of="stage" />
        </li>
        <li>
          <Term of="evidence" />
        </li>
        <li>
          <Term of="decisive" />
        </li>
        <li>
          <Term of="verdict" />
        </li>
      </ul>
    </section>
  );
}

const ROWS = [
  { label: "seen", of: ({ fraud }: StageCounts) => fraud.seen },
  { label: "blocked", of: ({ fraud }: StageCounts) => fraud.blocked },
  { label: "decisive", of: ({ fraud }: StageCounts) => fraud.decisive },
  { label: "hit", of: ({ benign }: StageCounts) => benign.blocked },
] as const;

function widthAcross(stages: number): number {
  return ENDS_PX + stages * STAGE_PX;
}
const ENDS_PX = 420;
const STAGE_PX = 98;

interface StationProps {
  readonly stage: StageTexts["stages"][number];
  readonly counts: StageCounts | undefined;
}

function StageStation({ stage, counts }: StationProps) {
  const { words, format } = useWords();
  const { name, title, question } = stage;
  return (
    <li class="station stage">
      <span class="node" data-node={name} />
      <h3>{title}</h3>
      <p class="does">{question}</p>
      <dl>
        {ROWS.map(({ label, of }) => (
          <div key={label} class={label}>
            <dt>{words.flow[label]}</dt>
            <dd>{format.count(counts === undefined ? 0 : of(counts))}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

interface ExitProps {
  readonly decision: (typeof DECISIONS)[number];
  readonly frame: Frame | null;
}

function Exit({ decision, frame }: ExitProps) {
  const { words, format } = useWords();
  const { name, does } = words.decisions[decision];
  const counted = COUNTED[decision];
  return (
    <li class={`exit ${decision}`}>
      <span class="node" data-node={decision} />
      <span class="tray" data-tray={decision} />
      <div class="label">
        <h3>
          {name} <small>{does}</small>
        </h3>
        <p class="split">
          <span>
            <Shape fraud />
            {words.flow.fraudEvents(format.count(frame?.fraud[counted] ?? 0))}
          </span>
          <span>
            <Shape fraud={false} />
            {words.flow.benignEvents(format.count(frame?.benign[counted] ?? 0))}
          </span>
        </p>
      </div>
    </li>
  );
}

/** Launches hours one after another as there is time, and stops with the run. */
function useMotion(run: Run | null, session: Session, stages: readonly string[]) {
  const stations = useRef<HTMLDivElement>(null);
  const layer = useRef<SVGGElement>(null);
  const track = useRef<SVGPathElement>(null);
  const dots = useRef<FlowDots | null>(null);
  const shownStages = useRef(stages);
  shownStages.current = stages;
  const pausedAt = useRef<number | null>(null);
  const [shown, setShown] = useState<SampledHour | null>(null);
  const [still, setStill] = useState(wantsLessMotion);
  const [width, setWidth] = useState(0);
  const sampled = run?.sampled ?? null;
  const state = run?.status.state ?? "starting";
  const id = run?.id ?? null;

  useEffect(() => onMotionPreference(() => setStill(wantsLessMotion())), []);
  useEffect(() => {
    const made = new FlowDots(layer.current!);
    dots.current = made;
    const root = stations.current!;
    const observer = new ResizeObserver(() => {
      setWidth(root.clientWidth);
      // A count on a second line may make it taller.
      drawRail(track.current!, root, shownStages.current);
    });
    observer.observe(root);
    const open = ({ target }: MouseEvent) => {
      const event = made.eventOf(target);
      if (event !== null) session.open(event);
    };
    root.addEventListener("click", open);
    return () => {
      observer.disconnect();
      root.removeEventListener("click", open);
      made.move(false);
    };
  }, [session]);

  // Another run, another width, or no motion: clears what was there.
  useEffect(() => {
    dots.current!.clear();
    setShown(null);
    drawRail(track.current!, stations.current!, shownStages.current);
  }, [id, width, still, stages.length]);

  // A pause stops all motion where it is. A step brings a new hour, which moves to its end.
  useEffect(() => {
    pausedAt.current = state === "paused" && sampled !== null ? sampled.hour : null;
    dots.current!.move(!still && state !== "paused");
  }, [state, still]);

  useEffect(() => {
    const launchIfFree = () => {
      if (still || sampled === null || sampled.hour === shown?.hour) return;
      if (state === "playing" && !dots.current!.isFree) return;
      if (shown !== null && sampled.hour === pausedAt.current) return;
      const plan = planOf(stations.current!, shownStages.current);
      if (plan === null) return;
      track.current!.setAttribute("d", railOf(plan));
      dots.current!.launch(sampled.samples, plan);
      dots.current!.move(true);
      setShown(sampled);
    };
    launchIfFree();
    // The eye is slower than the run: early hours wait, and only the latest one is kept.
    const timer = setInterval(launchIfFree, 200);
    return () => clearInterval(timer);
  }, [sampled, shown, state, still]);

  return { stations, layer, track, shown, still, width };
}

function drawRail(track: SVGPathElement, stations: HTMLElement, stages: readonly string[]): void {
  const plan = planOf(stations, stages);
  if (plan !== null) track.setAttribute("d", railOf(plan));
}

/** Relative to the diagram; null before it is laid out. */
function planOf(root: HTMLElement, stages: readonly string[]): FlowPlan | null {
  const origin = root.getBoundingClientRect();
  if (origin.width === 0) return null;
  const box = (selector: string) => root.querySelector(selector)!.getBoundingClientRect();
  const centre = (node: string) => {
    const { left, top, width, height } = box(`[data-node="${node}"]`);
    return { x: left - origin.left + width / 2, y: top - origin.top + height / 2 };
  };
  const tray = (decision: string) => {
    const { left, top, width } = box(`[data-tray="${decision}"]`);
    return { corner: { x: left - origin.left, y: top - origin.top }, width };
  };
  return {
    stages,
    line: ["arrivals", ...stages, "classify"].map(centre),
    exits: { allow: centre("allow"), flag: centre("flag"), block: centre("block") },
    trays: { allow: tray("allow"), flag: tray("flag"), block: tray("block") },
  };
}

function railOf({ line, exits }: FlowPlan): string {
  const classify = line.at(-1)!;
  const main = line.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
  const branches = DECISIONS.map((decision) => {
    const exit = exits[decision];
    return `M${classify.x} ${classify.y}H${turnBefore(classify, exit)}V${exit.y}H${exit.x}`;
  });
  return main + branches.join("");
}
