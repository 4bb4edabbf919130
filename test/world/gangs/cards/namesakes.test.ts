import { expect, test } from "vitest";
import { loadScenario } from "../../../../src/scenario/file.ts";
import { Namesakes } from "../../../../src/world/gangs/cards/namesakes.ts";

const DAY = 24;

function namesakesWith(...settings: string[]): Namesakes {
  return new Namesakes(loadScenario("smoke", ["cards.traded=true", ...settings]), 1);
}

/** Innocent people, as many as holders that the register confuses with somebody. */
function innocents(namesakes: Namesakes): number[] {
  const persons = Array.from({ length: 20_000 }, (_, holder) => namesakes.personFor(holder));
  return persons.filter((person) => namesakes.isOne(person));
}

test("a register names somebody else for so many holders as it confuses, and always the same", () => {
  const namesakes = namesakesWith("crackdown.mistakes=0.1");
  const wrong = innocents(namesakes);
  expect(wrong.length / 20_000).toBeCloseTo(0.1, 2);
  expect(innocents(namesakes)).toEqual(wrong);
  expect(namesakes.personFor(7)).toBe(7);
});

test("innocent people miss payments while they are penalised, and calls where they had two lines at an operator", () => {
  const people = innocents(namesakesWith()).slice(0, 200);
  const [single, several] = [1, 3].map((ownLines) => {
    const namesakes = namesakesWith("cards.payments=2", `cards.ownLines=${ownLines}`);
    for (const person of people) namesakes.penalise(person, 0, 1826 * DAY);
    return namesakes.costs(30 * DAY);
  });
  expect(single).toMatchObject({ penalised: new Set(people).size, linesCut: 0, missedCalls: 0 });
  expect(single!.missedPayments / (people.length * 30 * 2)).toBeCloseTo(1, 1);
  expect(several!.linesCut).toBeGreaterThan(people.length / 2);
  expect(several!.missedCalls).toBeGreaterThan(people.length);
});

test("an appeal that is granted ends what they miss, and everybody appeals once for each penalty", () => {
  const [person] = innocents(namesakesWith());
  const [served, restored] = [false, true].map((isRestored) => {
    const namesakes = namesakesWith("cards.payments=20");
    namesakes.penalise(person!, 0, 1826 * DAY);
    expect([namesakes.takeAppeals(), namesakes.takeAppeals()]).toEqual([[person], []]);
    if (isRestored) namesakes.restore(person!, 10 * DAY);
    return namesakes.costs(30 * DAY).missedPayments;
  });
  expect(restored! / served!).toBeCloseTo(1 / 3, 1);
});
