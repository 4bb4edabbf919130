import { expect, test } from "vitest";
import { HOUR_MS } from "../../../../src/core/time.ts";
import type { CardSet } from "../../../../src/world/gangs/cards/card-market.ts";
import { CardAccounts } from "../../../../src/world/gangs/cards/card-accounts.ts";
import type { GangCards } from "../../../../src/world/gangs/cards/gang-cards.ts";
import type { MoneyLedger } from "../../../../src/world/gangs/economy/money-ledger.ts";
import { testScenario } from "../../episodes.ts";

/** Accounts of a gang that has a card whenever it asks, and what was given back from them. */
function accountsOf(penalised: ReadonlySet<number> = new Set()) {
  const back: [gang: number, yuan: number][] = [];
  let holder = 0;
  const cards = {
    account: (): CardSet => ({ holder: holder++, ordinal: 0, outlet: 0, dealer: 0 }),
  } as unknown as GangCards;
  const ledger = { giveBack: (gang: number, yuan: number) => void back.push([gang, yuan]) } as unknown as MoneyLedger;
  const scenario = testScenario({ cards: { layeringHours: 700 } });
  return {
    accounts: new CardAccounts({
      scenario,
      seed: 1,
      cards,
      ledger,
      isPenalised: (of) => penalised.has(of),
      hoursOf: () => 7200,
    }),
    back,
  };
}

test("a gang keeps an account while it works, and takes another once it is frozen", () => {
  const { accounts } = accountsOf();
  const first = accounts.at(3, HOUR_MS)!;
  expect(accounts.at(3, 2 * HOUR_MS)).toBe(first);
  accounts.freeze(first, 2 * HOUR_MS);
  const second = accounts.at(3, 3 * HOUR_MS);
  expect(second).not.toBe(first);
  expect(accounts.at(3, 4 * HOUR_MS)).toBe(second);
  expect(accounts.frozen).toBe(1);
});

test("a gang takes another account once the holder of its own is penalised", () => {
  const penalised = new Set<number>();
  const { accounts } = accountsOf(penalised);
  const first = accounts.at(3, HOUR_MS);
  penalised.add(0);
  expect(accounts.at(3, 2 * HOUR_MS)).not.toBe(first);
});

test("what still lies on an account that is frozen goes back, once", () => {
  const { accounts, back } = accountsOf();
  const account = accounts.at(3, HOUR_MS)!;
  const returned: number[] = [];
  accounts.note({
    gang: 3,
    target: 7,
    part: 0,
    timeMs: HOUR_MS,
    yuan: 500,
    returned: (yuan) => void returned.push(yuan),
  });
  accounts.freeze(account, HOUR_MS + 1);
  accounts.freeze(account, HOUR_MS + 2);
  expect([back, returned, accounts.returned]).toEqual([[[3, 500]], [500], 1]);
});
