import { expect, test } from "vitest";
import { FINDERS } from "../../src/detect/finders.ts";
import { RandomStream } from "../../src/core/random.ts";
import { appendEvent, copyFindings } from "../../src/event/copy-row.ts";
import { EventBatch, textOf } from "../../src/event/event-batch.ts";
import { MAX_LINKS, Findings, hostsOf } from "../../src/event/findings.ts";
import { allocateLabels, attachLabels, copyLabels } from "../../src/world/truth/labels.ts";

const ROWS = 12;

type Cells = Readonly<Record<string, ArrayLike<number> & { [at: number]: number }>>;

/** Every column that has a cell for each row, whatever columns there are. */
function columnsOf(of: object): Cells {
  return Object.fromEntries(
    Object.entries(of as Cells).filter(([, value]) => ArrayBuffer.isView(value) && value.length === ROWS),
  ) as Cells;
}

/** Every section that has a row for each event. */
function sectionsOf({ outcome, own }: Findings): object[] {
  expect(Object.keys(own).sort()).toEqual(FINDERS.flatMap(({ name, columns }) => (columns ? [name] : [])).sort());
  return [outcome, ...Object.values(own)];
}

function scramble(columns: Cells, part: number): void {
  const draws = new RandomStream(4, "test-copy");
  Object.values(columns).forEach((column, index) => {
    for (let row = 0; row < ROWS; row++) column[row] = draws.draw(part * 100 + index, row)[0]! >>> 1;
  });
}

function rowOf(columns: Cells, row: number): number[] {
  return Object.values(columns).map((column) => column[row]!);
}

test("a row appended to another batch has every cell that the event had, its text among them", () => {
  const [from, to] = [EventBatch.allocate(ROWS), EventBatch.allocate(ROWS)];
  scramble(columnsOf(from), 0);
  for (let row = 0; row < ROWS; row++) {
    from.textStart[row + 1] = from.textStart[row]! + row;
    from.text.fill(97 + row, from.textStart[row]!, from.textStart[row + 1]!);
  }
  from.count = ROWS;
  to.textStart[0] = 99;
  const taken = [7, 0, 11, 7];
  expect(taken.map((row) => appendEvent(from, row, to))).toEqual([0, 1, 2, 3]);
  expect(to.count).toBe(4);
  for (const [at, row] of taken.entries()) {
    expect(rowOf(columnsOf(to), at)).toEqual(rowOf(columnsOf(from), row));
    expect(textOf(to, at)).toBe(textOf(from, row));
  }
});

test("a row appended to another batch has every cell that screening wrote, its links among them", () => {
  const [from, to] = [Findings.allocate(ROWS), Findings.allocate(ROWS)];
  for (const [part, section] of sectionsOf(from).entries()) scramble(columnsOf(section), part);
  const { links } = from;
  for (let row = 0; row < ROWS; row++) {
    links.count[row] = row;
    links.first[row + 1] = links.first[row]! + (row % (MAX_LINKS + 1));
  }
  for (let link = 0; link < links.first[ROWS]!; link++) {
    links.hostStart[link + 1] = links.hostStart[link]! + 4 + (link % 3);
    links.host.fill(97 + link, links.hostStart[link]!, links.hostStart[link + 1]!);
  }
  const taken = [4, 0, 9, 3];
  for (const [at, row] of taken.entries()) copyFindings(from, row, to, at);
  for (const [at, row] of taken.entries()) {
    const rowsOf = (findings: Findings, of: number) => sectionsOf(findings).map((one) => rowOf(columnsOf(one), of));
    expect(rowsOf(to, at)).toEqual(rowsOf(from, row));
    expect(to.links.count[at]).toBe(row);
    expect(hostsOf(to, at)).toEqual(hostsOf(from, row));
  }
});

test("a row appended to another batch has every label", () => {
  const [from, to] = [attachLabels(allocateLabels(ROWS)), attachLabels(allocateLabels(ROWS))];
  scramble(columnsOf(from), 7);
  copyLabels(from, 5, to, 2);
  expect(rowOf(columnsOf(to), 2)).toEqual(rowOf(columnsOf(from), 5));
});
