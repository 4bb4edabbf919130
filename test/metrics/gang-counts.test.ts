import { expect, test } from "vitest";
import { BLOCK, FLAG } from "../../src/event/findings.ts";
import { contactsByGang, messagesByGang, ofTypology } from "../../src/metrics/gang-counts.ts";
import { CALLS, MESSAGES, Tally, gangCell, gangMessageCell } from "../../src/metrics/tally.ts";

const of = ({ contacts, decided }: ReturnType<typeof contactsByGang>) => [[...contacts], [...decided]];

test("contacts of gangs are counted by channel, technology, level and decision, and chosen by typology", () => {
  const tally = Tally.allocate({ gangs: 2, domains: 0 });
  const { gangContacts, gangMessages, gangTypology } = tally.columns;
  // Calls by technology 1: three let through, five flagged, seven blocked. Messages by technology 2: eleven blocked.
  gangContacts.set([3, 5, 7], gangCell(1, 0, 1));
  gangContacts[gangCell(1, 1, 2) + BLOCK] = 11;
  gangMessages[gangMessageCell(0, 4) + FLAG] = 13;
  gangTypology.set([1 << 2, 1 << 3]);
  expect(of(contactsByGang(tally, BLOCK))).toEqual([
    [0, 26],
    [0, 18],
  ]);
  expect(of(contactsByGang(tally, FLAG, CALLS))).toEqual([
    [0, 15],
    [0, 5],
  ]);
  expect(of(contactsByGang(tally, BLOCK, MESSAGES, [1]))).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(of(messagesByGang(tally, FLAG, 4))).toEqual([
    [13, 0],
    [13, 0],
  ]);
  expect(of(messagesByGang(tally, FLAG, 3))[0]).toEqual([0, 0]);
  expect(of(ofTypology(contactsByGang(tally, BLOCK), 3))).toEqual([[26], [18]]);
});
