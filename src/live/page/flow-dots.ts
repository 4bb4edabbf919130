/**
 * Sampled events as dots on their way through the diagram. Moves SVG elements by hand, apart from the rest of the page:
 * sixty times a second.
 */
import type { SampledEvent } from "../server/protocol.ts";
import { type Path, pathThrough, type Point, pointAt, shareOf } from "./flow-path.ts";

/** Measured in the diagram's pixels: stations, and the resting places of decided events. */
export interface FlowPlan {
  readonly stages: readonly string[];
  readonly line: readonly Point[];
  readonly exits: Readonly<Record<SampledEvent["decision"], Point>>;
  readonly trays: Readonly<Record<SampledEvent["decision"], Tray>>;
}

interface Tray {
  readonly corner: Point;
  readonly width: number;
}

interface Dot {
  readonly element: SVGGElement;
  readonly event: SampledEvent;
  readonly path: Path;
  readonly startMs: number;
  /** The share of its way at which it has passed the first stage with evidence. */
  readonly markedAt: number;
  settled: boolean;
}

const TRAVEL_MS = 1700;
const LAUNCHES_MS = 1000;
const REST_MS = 500;
const FADE_MS = 250;
/** Rest places of a tray, in pixels. */
const PITCH = 14;
/** From the turn of the line to the exits, in pixels. */
const TURN = 22;
const SVG = "http://www.w3.org/2000/svg";

export class FlowDots {
  readonly #layer: SVGGElement;
  #dots: Dot[] = [];
  /** Stands still with the run. */
  #clockMs = 0;
  #lastMs: number | null = null;
  #request: number | null = null;
  #moving = false;

  constructor(layer: SVGGElement) {
    this.#layer = layer;
  }

  /** True if a next hour may start: the one before has come to rest, and was seen. */
  get isFree(): boolean {
    const last = this.#dots.at(-1);
    return last === undefined || this.#clockMs >= last.startMs + TRAVEL_MS + REST_MS;
  }

  /** Starts the events of an hour, spread over a moment; older ones fade. */
  launch(events: readonly SampledEvent[], plan: FlowPlan): void {
    this.clear();
    const resting = { allow: 0, flag: 0, block: 0 };
    this.#dots = events.map((event, index) => {
      const rest = restAt(plan, event.decision, resting[event.decision]++);
      const path = pathTo(plan, event.decision, rest);
      const firstMark =
        event.stages.length === 0 ? 0 : Math.min(...event.stages.map((stage) => plan.stages.indexOf(stage) + 1));
      const element = drawDot(event);
      this.#layer.append(element);
      return {
        element,
        event,
        path,
        startMs: this.#clockMs + (index / events.length) * LAUNCHES_MS,
        markedAt: event.stages.length === 0 ? Infinity : shareOf(path, firstMark),
        settled: false,
      };
    });
    this.#place();
  }

  move(moving: boolean): void {
    this.#moving = moving;
    if (moving && this.#request === null) this.#request = requestAnimationFrame(this.#tick);
  }

  clear(): void {
    for (const { element } of this.#dots) fade(element);
    this.#dots = [];
  }

  eventOf(target: EventTarget | null): SampledEvent | null {
    const group = target instanceof Element ? target.closest("g.dot") : null;
    return this.#dots.find(({ element }) => element === group)?.event ?? null;
  }

  readonly #tick = (nowMs: number): void => {
    this.#request = null;
    const passedMs = this.#lastMs === null ? 0 : Math.min(100, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    if (!this.#moving) {
      this.#lastMs = null;
      return;
    }
    this.#clockMs += passedMs;
    this.#place();
    this.#request = requestAnimationFrame(this.#tick);
  };

  #place(): void {
    for (const dot of this.#dots) {
      if (dot.settled) continue;
      const share = (this.#clockMs - dot.startMs) / TRAVEL_MS;
      const { x, y } = pointAt(dot.path, ease(share));
      dot.element.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      dot.element.classList.toggle("waiting", share < 0);
      dot.element.classList.toggle("marked", ease(share) >= dot.markedAt);
      dot.settled = share >= 1;
      if (dot.settled && dot.event.decision === "block" && !dot.event.fraud) dot.element.classList.add("harm");
    }
  }
}

function pathTo({ line, exits }: FlowPlan, decision: SampledEvent["decision"], rest: Point): Path {
  const [classify, exit] = [line.at(-1)!, exits[decision]];
  const turn = { x: turnBefore(classify, exit), y: classify.y };
  const corner = { x: turn.x, y: exit.y };
  return pathThrough([...line, turn, corner, exit, rest]);
}

/** Where the line turns to the exits: right before them on a wide page; straight on in one column. */
export function turnBefore(classify: Point, exit: Point): number {
  return Math.max(classify.x, exit.x - TURN);
}

function restAt({ trays }: FlowPlan, decision: SampledEvent["decision"], index: number): Point {
  const { corner, width } = trays[decision];
  const columns = Math.max(1, Math.floor(width / PITCH));
  return { x: corner.x + ((index % columns) + 0.5) * PITCH, y: corner.y + (Math.floor(index / columns) + 0.5) * PITCH };
}

/** Slower at both ends, so that the eye can follow. */
function ease(share: number): number {
  const inside = Math.min(1, Math.max(0, share));
  return inside * inside * (3 - 2 * inside);
}

/**
 * A diamond for fraud, a disc for the benign; a ring once a stage has evidence; a cross over a benign event that was
 * blocked.
 */
function drawDot({ fraud }: SampledEvent): SVGGElement {
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", "dot waiting");
  group.append(
    shape("circle", { r: "11", class: "reach" }),
    shape("circle", { r: "7", class: "ring" }),
    fraud
      ? shape("path", { d: "M0-5 5 0 0 5-5 0z", class: "fraud-dot" })
      : shape("circle", { r: "4", class: "benign-dot" }),
    shape("path", { d: "M-6-6 6 6M-6 6 6-6", class: "cross" }),
  );
  return group;
}

function shape(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function fade(element: SVGGElement): void {
  element.classList.add("gone");
  setTimeout(() => element.remove(), FADE_MS);
}
