/** Callers of courier firms, banks, schools ...: fixed pools of identities, some far busier than others. */
import { buildAliasTable } from "../../core/distributions.ts";
import { RandomStream, below, unit } from "../../core/random.ts";
import { ROUTE_ENTERPRISE, ROUTE_FIXED, ROUTE_MOBILE, ROUTE_VIRTUAL } from "../../event/event-batch.ts";
import { type Identity, digitIdentity } from "../../event/identity.ts";
import { BENIGN_CLASSES, type BenignClass } from "../../event/taxonomy.ts";
import {
  ALL_HOTLINES,
  AREA_CODES,
  HOTLINES,
  INDEX_RANGES,
  areaHotline,
  enterpriseNumber,
  gatewayPort,
  landlineNumber,
  mobileNumber,
  virtualNumber,
} from "../number-plan.ts";

type Form = "mobile" | "virtual" | "landline" | "enterprise" | "port" | "hotline";
type FormShares = Readonly<Partial<Record<Form, number>>>;

interface Callers {
  readonly count: number;
  readonly call: FormShares;
  readonly message: FormShares;
}

/**
 * Classes in which organisations call, and the numbers that they use. Of others, people call each other. Assumed
 * throughout: forms are chosen so that each is shared with gangs, and their number changes no headline figure.
 */
const CALLERS: Readonly<Partial<Record<BenignClass, Callers>>> = {
  courier: {
    count: 600,
    call: { mobile: 0.85, hotline: 0.1, enterprise: 0.05 },
    message: { port: 0.7, mobile: 0.2, hotline: 0.1 },
  },
  delivery: {
    count: 900,
    call: { mobile: 0.93, virtual: 0.04, enterprise: 0.03 },
    message: { port: 0.6, mobile: 0.4 },
  },
  otp: { count: 160, call: { port: 1 }, message: { port: 0.9, hotline: 0.1 } },
  bank: { count: 60, call: { hotline: 0.6, landline: 0.25, mobile: 0.15 }, message: { hotline: 0.6, port: 0.4 } },
  hospital: { count: 80, call: { landline: 0.8, mobile: 0.2 }, message: { port: 0.8, mobile: 0.2 } },
  school: { count: 150, call: { landline: 0.4, mobile: 0.6 }, message: { port: 0.4, mobile: 0.6 } },
  marketing: {
    count: 350,
    call: { mobile: 0.35, virtual: 0.2, landline: 0.15, enterprise: 0.3 },
    message: { port: 0.85, mobile: 0.1, virtual: 0.05 },
  },
  government: { count: 40, call: { hotline: 0.5, landline: 0.5 }, message: { hotline: 0.6, port: 0.4 } },
};

const ROUTE_OF_FORM: Readonly<Record<Form, number>> = {
  mobile: ROUTE_MOBILE,
  virtual: ROUTE_VIRTUAL,
  landline: ROUTE_FIXED,
  enterprise: ROUTE_ENTERPRISE,
  port: ROUTE_ENTERPRISE,
  hotline: ROUTE_ENTERPRISE,
};

/** Activity over ranks: a few callers make most of the calls. Assumed. */
const ZIPF_EXPONENT = 0.7;
/** Government hotlines are often shown with the caller's area code. Assumed. */
const AREA_SHOWN_SHARE = 0.3;

export const NATIONWIDE = 0xff;

const LOCAL_CLASSES: readonly BenignClass[] = ["courier", "delivery", "hospital", "school", "government"];

export type CallerPool = ReturnType<typeof makePool>;

/** Pools by class and kind (call, message); null where people call each other. */
export type Organisations = readonly (readonly [CallerPool, CallerPool] | null)[];

const MAX_ORGANISATIONS = 100_000;

export function makeOrganisations(seed: number): Organisations {
  const draws = new RandomStream(seed, "organisation");
  return BENIGN_CLASSES.map((name, code) => {
    const callers = CALLERS[name];
    if (callers === undefined) return null;
    const { count, call, message } = callers;
    const base = INDEX_RANGES.organisations + code * 2 * MAX_ORGANISATIONS;
    return [makePool(name, count, call, draws, base), makePool(name, count, message, draws, base + MAX_ORGANISATIONS)];
  });
}

function makePool(name: BenignClass, size: number, shares: FormShares, draws: RandomStream, base: number) {
  const identity = new Float64Array(new SharedArrayBuffer(size * 8));
  const route = new Uint8Array(new SharedArrayBuffer(size));
  const region = new Uint8Array(new SharedArrayBuffer(size));
  const isLocal = LOCAL_CLASSES.includes(name);
  for (let i = 0; i < size; i++) {
    const words = draws.draw(base + i, 0);
    const form = drawForm(shares, unit(words[0]!));
    const home = below(words[3]!, AREA_CODES.length);
    identity[i] = makeIdentity(name, form, base + i, home, words);
    route[i] = ROUTE_OF_FORM[form];
    region[i] = isLocal ? home : NATIONWIDE;
  }
  const byRank = Float64Array.from({ length: size }, (_, rank) => Math.exp(-ZIPF_EXPONENT * Math.log(rank + 1)));
  return { identity, route, region, byActivity: buildAliasTable(byRank) };
}

function drawForm(shares: FormShares, uniform: number): Form {
  const entries = Object.entries(shares) as [Form, number][];
  let rest = uniform;
  for (const [form, share] of entries) {
    rest -= share;
    if (rest < 0) return form;
  }
  return entries[0]![0];
}

function makeIdentity(name: BenignClass, form: Form, index: number, home: number, words: Uint32Array): Identity {
  switch (form) {
    case "mobile":
      return mobileNumber(index, words[1]!);
    case "virtual":
      return virtualNumber(index, words[1]!);
    case "landline":
      return landlineNumber(index, home);
    case "enterprise":
      return enterpriseNumber(index);
    case "port":
      return gatewayPort(index, words[1]!);
    case "hotline":
      return hotlineOf(name, home, words);
  }
}

function hotlineOf(name: BenignClass, home: number, words: Uint32Array): Identity {
  const group = (HOTLINES as Readonly<Record<string, readonly number[]>>)[name] ?? ALL_HOTLINES;
  const hotline = group[below(words[1]!, group.length)]!;
  if (name !== "government" || unit(words[2]!) >= AREA_SHOWN_SHARE) return digitIdentity("plain", hotline);
  return areaHotline(hotline, home);
}
