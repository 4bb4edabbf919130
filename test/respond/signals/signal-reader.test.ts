import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Act } from "../../../src/record/act.ts";
import { parseIdentity } from "../../../src/event/identity.ts";
import {
  MEMORY,
  type PlainWindow,
  type Seen,
  SignalReaderForTests,
  act,
  call,
  describeSignal,
  keyOf,
  noted,
  payment,
  report,
  text,
} from "./signal-reader-for-tests.ts";
import { forAll } from "../../for-all.ts";

const BAD = "13800000017";
const OTHER = "13900000029";
const BLOCKED = { decision: "block" } as const;
const FLAGGED = { decision: "flag" } as const;

describe("of the events of a batch", () => {
  test("those are noted that were flagged and let through, and long calls that were answered", () => {
    const seen = [
      call(0, BAD, 1, { durationS: 59 }),
      call(1, BAD, 1, { durationS: 60 }),
      call(2, BAD, 1, { durationS: 60, answered: false }),
      text(3, BAD, 1),
      call(4, BAD, 1, { ...FLAGGED, answered: false, durationS: 0 }),
      text(5, BAD, 1, FLAGGED),
    ];
    expect(noted(seen)).toEqual({ rows: [1, 4, 5], blocked: [] });
  });

  test("of what was blocked, each caller and each host is noted, and no event", () => {
    const seen = [
      text(0, BAD, 1, { ...BLOCKED, hosts: ["a.com"] }),
      text(1, BAD, 2, { ...BLOCKED, hosts: ["a.com"] }),
      call(2, `+86${BAD}`, 3, BLOCKED),
      text(3, BAD, 4, { ...BLOCKED, hosts: ["a.com", "b.com"] }),
      text(4, OTHER, 5, { ...BLOCKED, hosts: ["b.com"] }),
      text(5, OTHER, 6, { ...BLOCKED, hosts: ["b.com"] }),
    ];
    const { rows, blocked } = noted(seen);
    // The messages, for what their hosts may tell of other senders.
    expect(rows).toEqual([0, 1, 3, 4, 5]);
    expect(blocked).toEqual([BAD, "a.com", "b.com", OTHER].map(keyOf));
    // Whatever other noted events hold already.
    expect(noted(seen.slice(4)).blocked).toEqual([OTHER, "b.com"].map(keyOf));
  });
});

test("a flagged contact that was let through is a signal, of its number and first host", () => {
  const seen = [
    text(1, BAD, 1, { ...FLAGGED, hosts: ["a.com", "b.com"] }),
    call(2, BAD, 2, { ...FLAGGED, answered: false }),
  ];
  const signals = new SignalReaderForTests().read({ seen });
  expect(signals.map(describeSignal)).toEqual([
    `flaggedContact 1 at 1: 0.125 ${BAD}`,
    `flaggedContact 2 at 2: 0.125 ${BAD}`,
  ]);
  expect(signals.map(({ host }) => host)).toEqual(["a.com", null]);
});

test("a flagged contact makes nobody suspect", () => {
  const signalReader = new SignalReaderForTests();
  const window = {
    seen: [text(1, BAD, 1, { ...FLAGGED, hosts: ["a.com"] }), call(2, BAD, 2)],
    acts: [act(3, "reply", 1, BAD), act(4, "lookUp", 1, "a.com")],
  };
  expect(signalReader.describe(window)).toEqual([`flaggedContact 1 at 1: 0.125 ${BAD}`]);
});

test("a long call with a listed number is a signal, a short or unanswered one is none, and a flagged one is one", () => {
  const seen = [
    call(1, BAD, 1, { durationS: 59 }),
    call(2, BAD, 2, { durationS: 60 }),
    call(6, BAD, 6, { ...FLAGGED, answered: false, durationS: 0 }),
    call(3, BAD, 3, { answered: false, durationS: 0 }),
    call(4, BAD, 4, { ...FLAGGED, answered: false }),
    text(5, BAD, 5),
    call(7, BAD, 7, FLAGGED),
  ];
  expect(new SignalReaderForTests({}, [BAD]).describe({ seen })).toEqual([
    `flaggedContact 4 at 4: 0.125 ${BAD}`,
    `flaggedContact 6 at 6: 0.125 ${BAD}`,
    `suspectCall 2 at 2: 1 ${BAD}`,
    `suspectCall 7 at 7: 1 ${BAD}`,
  ]);
});

test("a long call with a suspect number counts however that is written, and to another network not at all", () => {
  const seen = [text(0, `0086${BAD}`, 9, BLOCKED), call(1, `+86${BAD}`, 1)];
  expect(new SignalReaderForTests().describe({ seen })).toEqual([`suspectCall 1 at 1: 1 +86${BAD}`]);
  const signalReader = new SignalReaderForTests({}, [BAD]);
  const window = { seen: [call(1, BAD, null), call(2, OTHER, null)], listed: [OTHER] };
  expect(signalReader.describe(window)).toEqual([]);
});

describe("what is blocked", () => {
  test("is itself no signal", () => {
    expect(new SignalReaderForTests({}, [BAD]).describe({ seen: [call(1, BAD, 1, BLOCKED)] })).toEqual([]);
  });

  test("makes its number suspect from the start of the window on", () => {
    const seen = [call(10, BAD, 1), text(50, BAD, null, BLOCKED), call(55, OTHER, 2)];
    expect(new SignalReaderForTests().describe({ seen, acts: [act(0, "callBack", 3, BAD)] })).toEqual([
      `callBack 3 at 0: 2 ${BAD}`,
      `suspectCall 1 at 10: 1 ${BAD}`,
    ]);
  });

  test("makes all hosts of a message suspect, and no others", () => {
    const seen = [text(50, BAD, 1, { ...BLOCKED, hosts: ["a.com", "b.com"] })];
    const acts = ["a.com", "B.com", "c.com", "sub.a.com"].map((host, i) => act(i, "lookUp", i, host));
    expect(new SignalReaderForTests().describe({ seen, acts })).toEqual([
      "lookUp 0 at 0: 4 a.com",
      "lookUp 1 at 1: 4 B.com",
    ]);
  });

  test("is forgotten after the hours of suspicion, counted from the start of the window, and its end excluded", () => {
    const signalReader = new SignalReaderForTests();
    signalReader.read({ seen: [text(50, BAD, 1, BLOCKED)] });
    expect(signalReader.describe({})).toEqual([]);
    expect(signalReader.describe({ seen: [call(179.9, BAD, 1)] })).toHaveLength(1);
    expect(signalReader.describe({ seen: [call(180, BAD, 1)] })).toEqual([]);
  });
});

test("an act towards a listed number or domain, and no other, is a signal of its kind each time", () => {
  const acts = [act(1, "callBack", 1, BAD), act(1, "callBack", 1, BAD), act(2, "reply", 2, BAD)];
  acts.push(act(3, "lookUp", 3, "a.com"), act(4, "callBack", 1, OTHER), act(5, "lookUp", 3, "b.com"));
  acts.push(act(6, "chat", 4, BAD), act(7, "install", 4, "a.com"), act(8, "chat", 2, OTHER));
  expect(new SignalReaderForTests({}, [BAD, "a.com"]).describe({ acts })).toEqual([
    `callBack 1 at 1: 2 ${BAD}`,
    `callBack 1 at 1: 2 ${BAD}`,
    `chat 4 at 6: 7 ${BAD}`,
    "install 4 at 7: 6 a.com",
    "lookUp 3 at 3: 4 a.com",
    `reply 2 at 2: 3 ${BAD}`,
  ]);
});

describe("look-back", () => {
  test("finds who had to do with a number or domain before it was listed, by what it would have counted", () => {
    const signalReader = new SignalReaderForTests();
    signalReader.read({
      seen: [call(5, BAD, 1), call(6, BAD, 7, { durationS: 59 }), text(7, BAD, 8), call(8, OTHER, 9)],
      acts: [act(1, "callBack", 2, BAD), act(2, "reply", 3, BAD), act(3, "lookUp", 4, "a.com")],
    });
    const signals = signalReader.read({ listed: [BAD, "a.com"] });
    expect(signals.map(describeSignal).sort()).toEqual([
      `lookBack 1 at 120: 0.5 ${BAD}`,
      `lookBack 2 at 120: 1 ${BAD}`,
      `lookBack 3 at 120: 1.5 ${BAD}`,
      "lookBack 4 at 120: 2 a.com",
    ]);
  });

  test("counts each logged contact of a subscriber, once, and numbers and domains apart", () => {
    const signalReader = new SignalReaderForTests();
    signalReader.read({
      seen: [call(5, BAD, 1), call(20, BAD, 1), call(21, `+86${BAD}`, 1)],
      acts: [act(8, "callBack", 1, BAD), act(9, "callBack", 1, BAD), act(10, "lookUp", 1, "a.com")],
    });
    expect(signalReader.describe({ listed: [BAD, "a.com"] })).toEqual([
      ...[0.5, 0.5, 0.5, 1, 1].map((strength) => `lookBack 1 at 120: ${strength} ${BAD}`),
      "lookBack 1 at 120: 2 a.com",
    ]);
    expect(signalReader.describe({ listed: [BAD, "a.com"] })).toEqual([]);
  });

  test("covers the window in which the listing comes, and goes back the given hours and no further", () => {
    const signalReader = new SignalReaderForTests({}, [], { ...MEMORY, lookBackHours: 2 });
    signalReader.read({ seen: [call(59, BAD, 1)] });
    signalReader.read({ seen: [call(60, BAD, 2)] });
    expect(signalReader.describe({ seen: [call(179, BAD, 3)], listed: [BAD] })).toEqual([
      `lookBack 2 at 180: 0.5 ${BAD}`,
      `lookBack 3 at 180: 0.5 ${BAD}`,
    ]);
  });

  test("leaves out logged contacts that were signals of their kind at the time", () => {
    const signalReader = new SignalReaderForTests();
    signalReader.read({
      seen: [text(0, BAD, null, { ...BLOCKED, hosts: ["a.com"] }), call(1, BAD, 1)],
      acts: [act(2, "reply", 2, BAD), act(3, "lookUp", 3, "a.com")],
    });
    expect(signalReader.describe({ listed: [BAD, "a.com"] })).toEqual([]);
  });

  test("takes in a long call of which nothing but the flag was heeded, and no flag alone", () => {
    const signalReader = new SignalReaderForTests();
    signalReader.read({
      seen: [call(1, BAD, 1, FLAGGED), call(2, BAD, 2, { ...FLAGGED, durationS: 9 }), text(3, BAD, 3, FLAGGED)],
    });
    expect(signalReader.describe({ listed: [BAD] })).toEqual([`lookBack 1 at 120: 0.5 ${BAD}`]);
  });

  test("leaves out what came before the subscriber reported something, and nothing that comes after", () => {
    const signalReader = new SignalReaderForTests();
    signalReader.read({
      seen: [call(30, BAD, 1), call(2, BAD, 2), call(50, BAD, 2)],
      reports: [report(30, 1), report(40, 2)],
    });
    expect(signalReader.describe({ seen: [call(61, BAD, 3)], reports: [report(110, 3)], listed: [BAD] })).toEqual([
      `lookBack 2 at 120: 0.5 ${BAD}`,
    ]);
  });
});

describe("another suspect number", () => {
  const THIRD = "13700000031";

  test("tells of a gang where its messages match the script of one before", () => {
    const first = text(1, BAD, 1, { ...FLAGGED, template: 7 });
    const second = { ...FLAGGED, template: 7 };
    expect(severalTold([first, text(2, OTHER, 1, second)])).toEqual([`severalNumbers 1 at 2: 5 ${OTHER}`]);
    // One number twice, another subscriber, another script.
    for (const other of [
      text(2, BAD, 1, second),
      text(2, OTHER, 2, second),
      text(2, OTHER, 1, { ...second, template: 8 }),
    ]) {
      expect(severalTold([first, other])).toEqual([]);
    }
    expect(severalTold([text(1, BAD, 1, FLAGGED), text(2, OTHER, 1, FLAGGED)])).toEqual([]);
  });

  test("tells nothing of messages that were blocked or calls that nobody answered, but links their numbers", () => {
    const [flagged, blocked] = [FLAGGED, BLOCKED].map((decided) => ({ ...decided, template: 7 }));
    expect(severalTold([text(1, BAD, 1, flagged), text(2, OTHER, 1, blocked)])).toEqual([]);
    expect(severalTold([text(1, BAD, 1, blocked), text(2, OTHER, 1, flagged)])).toEqual([]);
    // What was blocked shows whose number the caller is: both messages that got through say nothing by themselves.
    const texts = [text(1, BAD, 2, blocked), text(2, OTHER, 2, blocked), text(3, BAD, 1, FLAGGED)];
    expect(severalTold([...texts, call(4, OTHER, 1, FLAGGED)])).toEqual([`severalNumbers 1 at 4: 5 ${OTHER}`]);
    expect(severalTold([...texts, call(4, OTHER, 1, { ...FLAGGED, answered: false })])).toEqual([]);
  });

  test("tells of one where both name a host that is listed, and of none where it is not", () => {
    const seen = [OTHER, BAD].map((caller, minute) => text(minute, caller, 1, { ...FLAGGED, hosts: ["a.com"] }));
    expect(severalTold(seen, ["a.com"])).toEqual([`severalNumbers 1 at 1: 5 ${BAD}`]);
    expect(severalTold(seen)).toEqual([]);
  });

  test("tells of one where somebody reported a caller with the account that another was reported with", () => {
    const signalReader = new SignalReaderForTests({}, [BAD, OTHER, THIRD]);
    const reports = [BAD, OTHER].map((number, minute) =>
      report(minute, 8, { identity: parseIdentity(number), account: 622 }),
    );
    signalReader.read({ reports });
    const seen = [call(61, BAD, 1), call(62, THIRD, 1), call(63, OTHER, 1)];
    expect(signalReader.describe({ seen }).filter((line) => line.startsWith("several"))).toEqual([
      `severalNumbers 1 at 63: 5 ${OTHER}`,
    ]);
  });
});

test("a payment is a signal where its account was reported, and is looked back at where it is reported later", () => {
  const signalReader = new SignalReaderForTests();
  expect(signalReader.describe({ acts: [payment(1, 1, 622), payment(2, 2, 623)] })).toEqual([]);
  expect(signalReader.describe({ reports: [report(70, 9, { account: 622 })] })).toEqual(["lookBack 1 at 120: 4"]);
  expect(signalReader.describe({ acts: [payment(130, 3, 622), payment(131, 2, 623)] })).toEqual([
    "payment 3 at 130: 8",
  ]);
  expect(signalReader.describe({ reports: [report(190, 9, { account: 622 })] })).toEqual([]);
});

test("a payment is none once its account was not reported for five days", () => {
  expect(signalsAfter([0])).toEqual([]);
  expect(signalsAfter([0, 20])).toEqual(["payment 3 at 7561: 8"]);
  expect(signalsAfter([20])).toEqual(["payment 3 at 7561: 8"]);
});

function severalTold(seen: readonly Seen[], listed: readonly string[] = []): string[] {
  const told = new SignalReaderForTests({}, listed).describe({ seen });
  return told.filter((line) => line.startsWith("severalNumbers"));
}

const CALLERS = [BAD, `+86${BAD}`, OTHER, "95588", "ICBC"];
const HOSTS = ["a.com", "b.com", "sub.a.com"];
/** Events often coincide, so that their order is told by their ids alone. */
const someMinute = fc.constantFrom(0, 20, 40, 59);
const someone = fc.option(fc.nat({ max: 3 }), { nil: null });
const sightedEvents = fc.array(
  fc.record({
    minute: someMinute,
    caller: fc.constantFrom(...CALLERS),
    to: someone,
    isCall: fc.boolean(),
    decision: fc.constantFrom("allow" as const, "allow" as const, "flag" as const, "block" as const),
    answered: fc.boolean(),
    durationS: fc.constantFrom(0, 59, 60, 400, 500),
    hosts: fc.array(fc.constantFrom(...HOSTS), { maxLength: 3 }),
    template: fc.constantFrom(-1, 7, 8),
    batch: fc.nat({ max: 3 }),
  }),
  { maxLength: 16 },
);
const someActs = fc
  .array(
    fc.oneof(
      fc.tuple(
        someMinute,
        fc.constantFrom("callBack" as const, "reply" as const),
        fc.nat({ max: 3 }),
        fc.constantFrom(...CALLERS),
      ),
      fc.tuple(someMinute, fc.constant("lookUp" as const), fc.nat({ max: 3 }), fc.constantFrom(...HOSTS)),
    ),
    { maxLength: 6 },
  )
  .map((acts) => acts.sort((a, b) => a[0] - b[0]));
const windows = fc.array(
  fc.record({
    events: sightedEvents,
    acts: someActs,
    listed: fc.uniqueArray(fc.constantFrom(BAD, OTHER, "95588", ...HOSTS), { maxLength: 1 }),
  }),
  { minLength: 1, maxLength: 6 },
);

describe("the signals of a window", () => {
  test("do not depend on how its events were cut into batches, nor does what is remembered", () => {
    let signals = 0;
    forAll([windows, fc.constantFrom(0, 0.001, 0.004, 0.1)], 150, (hours, rememberedContacts) => {
      const [whole, parted] = [
        new SignalReaderForTests({ rememberedContacts }),
        new SignalReaderForTests({ rememberedContacts }),
      ];
      for (const [hour, { events, acts, listed }] of hours.entries()) {
        const window = {
          seen: events.map((event): Seen => ({ ...event, minute: event.minute + 60 * hour, hosts: hostsOf(event) })),
          acts: acts.map(([minute, kind, subscriber, what]): Act => act(minute + 60 * hour, kind, subscriber, what)),
          listed,
        } satisfies PlainWindow;
        const told = whole.describe(window);
        signals += told.length;
        expect(parted.describe({ ...window, batchOf: events.map(({ batch }) => batch) })).toEqual(told);
      }
    });
    // The property is not empty.
    expect(signals).toBeGreaterThan(1000);
  });

  test("are read in the order of time and then of ids, also where events coincide and the oldest is forgotten", () => {
    const seen = [call(5, BAD, 1), call(5, BAD, 2)];
    for (const batchOf of [
      [0, 0],
      [0, 1],
      [1, 0],
    ]) {
      const signalReader = new SignalReaderForTests({ rememberedContacts: 0.001 });
      expect(signalReader.describe({ seen, batchOf, listed: [BAD] })).toEqual([`lookBack 2 at 60: 0.5 ${BAD}`]);
    }
  });
});

function hostsOf({ isCall, hosts }: Pick<Seen, "isCall" | "hosts">): readonly string[] {
  return isCall ? [] : hosts;
}

/** What the platform sees in a payment of hour 126 to an account that was reported at these hours. */
function signalsAfter(hours: readonly number[]): string[] {
  const signalReader = new SignalReaderForTests();
  for (const hour of hours) {
    signalReader.skipTo(hour);
    signalReader.read({ reports: [report(hour * 60, 9, { account: 622 })] });
  }
  signalReader.skipTo(126);
  return signalReader.describe({ acts: [payment(126 * 60 + 1, 3, 622)] });
}
