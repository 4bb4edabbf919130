/**
 * Does a host imitate a protected domain? Of the host, the registrable domain counts (icbc.com.cn in www.icbc.com.cn),
 * and of that the label that somebody chose (icbc). A protected domain and its subdomains are genuine. Otherwise a host
 * is a look-alike
 *
 * at distance 0
 *   - if its label, confusable characters folded and hyphens dropped, is a protected label: 1cbc.com.cn, icbc.top,
 *     tao-bao.com;
 *   - if its label is a protected one with additions: icbc-vip.top, login-icbc.cc, icbc95588.cc;
 *   - if a protected domain stands before the registrable one: icbc.com.cn.evil.top; or, of five characters or more, a
 *     protected label, with additions or without: taobao.evil.top, taobao-login.web.app;
 *   - if a protected label of seven characters or more is part of any label: safefacebooklogin.evil.top;
 * at distance 1
 *   - if the folded label is one edit from a folded protected label, both of five characters or more and not all digits
 *     (12306 and 12301 are different services).
 *
 * Labels of one to three characters (jd, qq, ccb) are too common by chance: they count only with the suffix of the
 * protected domain (v1p.com for vip.com, v1p.top for nobody) or as a whole domain before another one.
 */
import { groupBy } from "../../core/group-by.ts";
import { distance } from "fastest-levenshtein";
import { foldConfusables } from "./confusables.ts";
import { type Finding, NO_FINDING, finding } from "./finding.ts";
import type { ProtectedDomain } from "./protected.ts";

const MIN_NEAR_LETTERS = 5;
const MIN_ALONE_LETTERS = 4;
const MIN_WITHIN_LETTERS = 7;

interface ProtectedLabel {
  readonly label: string;
  readonly folded: string;
  readonly suffix: string;
  readonly everyCountry: boolean;
  readonly index: number;
}

export interface DomainIndex {
  /** Protected registrable domain to its index. */
  readonly genuine: ReadonlyMap<string, number>;
  readonly labels: readonly ProtectedLabel[];
  /** The same by folded label. */
  readonly byFolded: ReadonlyMap<string, readonly ProtectedLabel[]>;
}

export function buildDomainIndex(domains: readonly ProtectedDomain[]): DomainIndex {
  const labels = domains.map(({ domain, everyCountry }, index) => {
    const { label, suffix } = splitDomain(domain);
    return { label, folded: foldConfusables(label), suffix, everyCountry: everyCountry === true, index };
  });
  const byFolded = groupBy(labels, ({ folded }) => folded);
  return { genuine: new Map(domains.map(({ domain }, index) => [domain, index])), labels, byFolded };
}

/** The protected domain that a host imitates, if any. `host` is folded as readLinks leaves it. A few microseconds. */
export function imitatedDomain(index: DomainIndex, host: string): Finding {
  const { label, suffix, before } = splitDomain(host);
  if (label === "" || genuineDomain(index, host) >= 0) return NO_FINDING;
  return (
    protectedBefore(index, before) ||
    sameLabel(index, label, suffix) ||
    withAdditions(index, label, MIN_ALONE_LETTERS) ||
    within(index, [...before, label]) ||
    nearLabel(index, label)
  );
}

/** The index of the protected domain that a host belongs to, or -1. */
export function genuineDomain({ genuine, byFolded }: DomainIndex, host: string): number {
  const { label, suffix } = splitDomain(host);
  const exact = genuine.get(`${label}.${suffix}`);
  if (exact !== undefined) return exact;
  if (!isCountrySuffix(suffix)) return -1;
  const abroad = byFolded.get(foldConfusables(label))?.find((entry) => entry.everyCountry && entry.label === label);
  return abroad?.index ?? -1;
}

/** Second levels under which countries let people register. */
const SECOND_LEVELS = new Set(["com", "net", "org", "gov", "edu", "ac", "co", "go", "or", "ne", "mil", "gob", "gouv"]);

/** Cuts a host into what stands before the registrable domain, the label that was chosen, and the public suffix. */
function splitDomain(host: string): { before: string[]; label: string; suffix: string } {
  const labels = host.split(".");
  const isLong = labels.length > 2 && labels.at(-1)!.length === 2 && SECOND_LEVELS.has(labels.at(-2)!);
  const suffix = labels.splice(isLong ? -2 : -1).join(".");
  const label = labels.pop() ?? "";
  return { before: labels, label, suffix };
}

function isCountrySuffix(suffix: string): boolean {
  return /(?:^|\.)[a-z]{2}$/.test(suffix);
}

/** icbc.com.cn.evil.top, icbc-com-cn.evil.top; a brand alone (taobao.evil.top) where it is long enough to be meant. */
function protectedBefore(index: DomainIndex, before: readonly string[]): Finding {
  for (let from = 0; from < before.length; from++) {
    for (const length of [2, 3]) {
      const domain = index.genuine.get(before.slice(from, from + length).join("."));
      if (domain !== undefined) return finding(0, domain);
    }
    const written = index.genuine.get(before[from]!.replaceAll("-", "."));
    if (written !== undefined) return finding(0, written);
    const brand = withAdditions(index, before[from]!, MIN_NEAR_LETTERS);
    if (brand !== NO_FINDING) return brand;
  }
  return NO_FINDING;
}

function sameLabel({ byFolded }: DomainIndex, label: string, suffix: string): Finding {
  const same = byFolded.get(foldConfusables(label));
  const found = same?.find((entry) => entry.label.length >= MIN_ALONE_LETTERS || entry.suffix === suffix);
  return found ? finding(0, found.index) : NO_FINDING;
}

/** A protected label of `minLetters` or more as a part between hyphens, or with digits before or behind. */
function withAdditions({ byFolded }: DomainIndex, label: string, minLetters: number): Finding {
  for (const part of [label, ...label.split("-")]) {
    for (const core of [part, part.replace(/\d+$/, ""), part.replace(/^\d+/, "")]) {
      const brand = byFolded.get(foldConfusables(core))?.find((entry) => entry.label.length >= minLetters);
      if (brand !== undefined) return finding(0, brand.index);
    }
  }
  return NO_FINDING;
}

function within({ labels }: DomainIndex, parts: readonly string[]): Finding {
  const brand = labels.find(
    ({ label }) => label.length >= MIN_WITHIN_LETTERS && parts.some((part) => part.includes(label)),
  );
  return brand ? finding(0, brand.index) : NO_FINDING;
}

function nearLabel({ labels }: DomainIndex, label: string): Finding {
  const seen = foldConfusables(label);
  if (seen.length < MIN_NEAR_LETTERS || /^\d+$/.test(label)) return NO_FINDING;
  const found = labels.find(
    ({ label: own, folded }) =>
      !/^\d+$/.test(own) &&
      folded.length >= MIN_NEAR_LETTERS &&
      Math.abs(folded.length - seen.length) <= 1 &&
      distance(folded, seen) === 1,
  );
  return found ? finding(1, found.index) : NO_FINDING;
}
