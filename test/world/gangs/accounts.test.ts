import { expect, test } from "vitest";
import { HOURS_PER_DAY, HOUR_MS } from "../../../src/core/time.ts";
import { MAX_ACCOUNT, accountKey } from "../../../src/record/bank.ts";
import { domainKey } from "../../../src/event/link/domain-key.ts";
import { Accounts } from "../../../src/world/gangs/accounts.ts";

const DAY_MS = HOURS_PER_DAY * HOUR_MS;

test("a gang turns to another account after four days, on average, and never back", () => {
  const accounts = new Accounts(1);
  const days = 8000;
  const used = Array.from({ length: days * 4 }, (_, i) => accounts.at(3, (i * DAY_MS) / 4));
  const turns = used.filter((account, i) => i > 0 && account !== used[i - 1]).length;
  expect(turns).toBe(new Set(used).size - 1);
  // Of two that follow within a quarter of a day, one is not seen.
  expect(days / turns).toBeGreaterThan(3.9);
  expect(days / turns).toBeLessThan(4.5);
});

test("a gang uses an account for as long as it has turned to, and pays for each that money is sent to", () => {
  let paid = 0;
  const accounts = new Accounts(
    1,
    () => 2,
    () => void paid++,
  );
  const used = Array.from({ length: 1000 }, (_, day) => accounts.at(3, day * DAY_MS));
  expect(new Set(used).size).toBe(1000);
  for (let day = 0; day < 1000; day++) accounts.at(3, day * DAY_MS);
  expect(paid).toBe(1000);
});

test("an account is one gang's alone, whoever asks for which time first", () => {
  const [forwards, backwards] = [new Accounts(1), new Accounts(1)];
  const times = Array.from({ length: 50 }, (_, day) => day * DAY_MS);
  const asked = [0, 1, 2].map((gang) => times.map((timeMs) => forwards.at(gang, timeMs)));
  const reversed = [0, 1, 2].map((gang) => times.toReversed().map((timeMs) => backwards.at(gang, timeMs)));
  expect(reversed.map((used) => used.toReversed())).toEqual(asked);
  expect(new Set(asked.flatMap((used) => [...new Set(used)])).size).toBe(
    asked.reduce((sum, used) => sum + new Set(used).size, 0),
  );
});

test("keys of accounts lie above those of domains, and are whole numbers that an index takes", () => {
  for (const account of [0, MAX_ACCOUNT]) {
    expect(accountKey(account)).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER - 1);
    expect(accountKey(account)).toBeGreaterThan(8e15 + 2 ** 49);
  }
  expect(domainKey("some.host.top")).toBeLessThan(accountKey(0));
  expect(accountKey(1) - accountKey(0)).toBe(1);
});
