/** The way of an event through the diagram: a line through points, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Path {
  readonly points: readonly Point[];
  /** Distance from the first point to each, along the line. */
  readonly distances: readonly number[];
}

export function pathThrough(points: readonly Point[]): Path {
  const distances: number[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    distances.push(
      before === undefined ? 0 : distances[index - 1]! + Math.hypot(point.x - before.x, point.y - before.y),
    );
  });
  return { points, distances };
}

export function pointAt({ points, distances }: Path, share: number): Point {
  const distance = Math.min(1, Math.max(0, share)) * distances.at(-1)!;
  const next = Math.max(
    1,
    distances.findIndex((far) => far >= distance),
  );
  const [from, to] = [points[next - 1]!, points[next] ?? points[0]!];
  const leg = distances[next]! - distances[next - 1]!;
  const along = leg > 0 ? (distance - distances[next - 1]!) / leg : 0;
  return { x: from.x + (to.x - from.x) * along, y: from.y + (to.y - from.y) * along };
}

export function shareOf({ distances }: Path, index: number): number {
  const whole = distances.at(-1)!;
  return whole > 0 ? distances[index]! / whole : 0;
}
