/**
 * Does a host imitate a protected domain? The registrable domain of the host counts (icbc.com.cn in www.icbc.com.cn),
 * and in it the label that its owner chose (icbc). A protected domain, other domains of its holder and their subdomains
 * are genuine. Nothing is said about a protected label as it is under com, net, org, cn or a country's com or co
 * (10010.cn, baidu.co.th), where holders register their names. Otherwise a host is a look-alike
 *
 * at distance 0
 *   - if its label, confusable characters folded and hyphens dropped, is a protected label: 1cbc.com.cn, icbc.top,
 *     tao-bao.com;
 *   - if its label is a protected one with additions: icbc-vip.top, login-icbc.cc, icbc95588.cc;
 *   - if a protected domain stands before the registrable one: icbc.com.cn.evil.top; or, of five characters or more, a
 *     protected label, with additions or without: taobao.evil.top, taobao-login.web.app;
 *   - if a protected label of eight characters or more is part of any label: safefacebooklogin.evil.top;
 * at distance 1
 *   - if the folded label is one edit from a folded protected label, both of five characters or more and not all digits
 *     (12306 and 12301 are different services). The eye must miss the edit: a doubled letter, or a digit for a letter.
 *     Any edit counts from seven characters on, except under com, where other firms have nearly all such names.
 *
 * Labels of one to three characters (jd, qq, ccb) are too common by chance. They count only with the suffix of the
 * protected domain (v1p.com imitates vip.com, v1p.top imitates nothing) or as a whole domain before another one.
 */
import { isDigit } from "../../event/link/link-host.ts";
import { groupBy } from "../../core/group-by.ts";
import { foldConfusables } from "./confusables.ts";
import { type Finding, NO_FINDING, finding } from "./finding.ts";
import type { ProtectedDomain } from "./protected.ts";

const MIN_NEAR_LETTERS = 5;
const MIN_EDITED_LETTERS = 7;
const MIN_ALONE_LETTERS = 4;
const MIN_WITHIN_LETTERS = 8;

interface ProtectedLabel {
  readonly label: string;
  readonly folded: string;
  readonly suffix: string;
  readonly index: number;
}

export interface DomainIndex {
  readonly genuine: ReadonlyMap<string, number>;
  /** Labels that are genuine under the suffix of every country. */
  readonly everyCountry: ReadonlyMap<string, number>;
  readonly byFolded: ReadonlyMap<string, readonly ProtectedLabel[]>;
  /** Labels that are looked for within other labels. */
  readonly long: readonly ProtectedLabel[];
  /** Labels that are compared by edit distance. */
  readonly near: readonly ProtectedLabel[];
}

/** Where holders of a name register it. */
const HOLDERS = /^(?:com|net|org|cn|com?\.[a-z]{2})$/;

export function buildDomainIndex(domains: readonly ProtectedDomain[]): DomainIndex {
  const labels = domains.map(({ domain }, index) => {
    const { label, suffix } = splitDomain(domain);
    return { label, folded: foldConfusables(label), suffix, index };
  });
  const everyCountry = new Map<string, number>();
  for (const { label, index } of labels) {
    if (domains[index]!.everyCountry === true && !everyCountry.has(label)) everyCountry.set(label, index);
  }
  return {
    genuine: new Map(
      domains.flatMap(({ domain, others = [] }, index) => [domain, ...others].map((own) => [own, index])),
    ),
    everyCountry,
    byFolded: groupBy(labels, ({ folded }) => folded),
    long: labels.filter(({ label }) => label.length >= MIN_WITHIN_LETTERS),
    near: labels.filter(({ label, folded }) => !isAllDigits(label) && folded.length >= MIN_NEAR_LETTERS),
  };
}

/** The domain that a host, as readLinks folds it, imitates; -1 - its index if it *is* one. A microsecond or two. */
export function compareDomain(index: DomainIndex, host: string): Finding {
  const { label, suffix, before } = splitDomain(host);
  const genuine = genuineDomain(index, label, suffix);
  if (genuine >= 0) return -1 - genuine;
  if (label === "") return NO_FINDING;
  const folded = foldConfusables(label);
  if (HOLDERS.test(suffix) && index.byFolded.get(folded)?.some((entry) => entry.label === label)) return NO_FINDING;
  return (
    protectedBefore(index, before) ||
    sameLabel(index, folded, suffix) ||
    withAdditions(index, label, folded, MIN_ALONE_LETTERS) ||
    within(index, before, label) ||
    nearLabel(index, label, folded, suffix)
  );
}

function genuineDomain({ genuine, everyCountry }: DomainIndex, label: string, suffix: string): number {
  const exact = genuine.get(`${label}.${suffix}`);
  if (exact !== undefined) return exact;
  return (/(?:^|\.)[a-z]{2}$/.test(suffix) ? everyCountry.get(label) : undefined) ?? -1;
}

/** Second levels under which countries register domains. */
const SECOND_LEVELS = new Set(["com", "net", "org", "gov", "edu", "ac", "co", "go", "or", "ne", "mil", "gob", "gouv"]);

/** Splits a host into the labels before the registrable domain, the chosen label, and the public suffix. */
function splitDomain(host: string): { before: readonly string[]; label: string; suffix: string } {
  let dot = host.lastIndexOf(".");
  if (dot > 0 && host.length - dot === 3) {
    const second = host.lastIndexOf(".", dot - 1);
    if (second >= 0 && SECOND_LEVELS.has(host.slice(second + 1, dot))) dot = second;
  }
  const suffix = host.slice(dot + 1);
  if (dot < 0) return { before: NONE, label: "", suffix };
  const start = dot === 0 ? 0 : host.lastIndexOf(".", dot - 1) + 1;
  return { before: start === 0 ? NONE : host.slice(0, start - 1).split("."), label: host.slice(start, dot), suffix };
}

const NONE: readonly string[] = [];

/** icbc.com.cn.evil.top, icbc-com-cn.evil.top; a brand alone (taobao.evil.top) if it is long enough. */
function protectedBefore(index: DomainIndex, before: readonly string[]): Finding {
  for (let from = 0; from < before.length; from++) {
    for (const length of [2, 3]) {
      const domain = index.genuine.get(before.slice(from, from + length).join("."));
      if (domain !== undefined) return finding(0, domain);
    }
    const written = index.genuine.get(before[from]!.replaceAll("-", "."));
    if (written !== undefined) return finding(0, written);
    const brand = withAdditions(index, before[from]!, foldConfusables(before[from]!), MIN_NEAR_LETTERS);
    if (brand !== NO_FINDING) return brand;
  }
  return NO_FINDING;
}

function sameLabel({ byFolded }: DomainIndex, folded: string, suffix: string): Finding {
  const same = byFolded
    .get(folded)
    ?.find((entry) => entry.label.length >= MIN_ALONE_LETTERS || entry.suffix === suffix);
  return same ? finding(0, same.index) : NO_FINDING;
}

/** A protected label of `minLetters` or more as a part between hyphens, or with digits before or behind. */
function withAdditions(index: DomainIndex, label: string, folded: string, minLetters: number): Finding {
  const whole = brandOf(index, folded, minLetters) || withDigits(index, label, minLetters);
  if (whole !== NO_FINDING || !label.includes("-")) return whole;
  for (const part of label.split("-")) {
    const found = brandOf(index, foldConfusables(part), minLetters) || withDigits(index, part, minLetters);
    if (found !== NO_FINDING) return found;
  }
  return NO_FINDING;
}

function withDigits(index: DomainIndex, part: string, minLetters: number): Finding {
  let end = part.length;
  while (end > 0 && isDigit(part.charCodeAt(end - 1))) end--;
  let start = 0;
  while (start < part.length && isDigit(part.charCodeAt(start))) start++;
  return (
    (end < part.length && brandOf(index, foldConfusables(part.slice(0, end)), minLetters)) ||
    (start > 0 && brandOf(index, foldConfusables(part.slice(start)), minLetters)) ||
    NO_FINDING
  );
}

function brandOf({ byFolded }: DomainIndex, folded: string, minLetters: number): Finding {
  const brand = byFolded.get(folded)?.find((entry) => entry.label.length >= minLetters);
  return brand ? finding(0, brand.index) : NO_FINDING;
}

function within({ long }: DomainIndex, before: readonly string[], label: string): Finding {
  if (before.length === 0 && label.length < MIN_WITHIN_LETTERS) return NO_FINDING;
  const brand = long.find((entry) => label.includes(entry.label) || before.some((part) => part.includes(entry.label)));
  return brand ? finding(0, brand.index) : NO_FINDING;
}

function nearLabel({ near }: DomainIndex, label: string, seen: string, suffix: string): Finding {
  if (seen.length < MIN_NEAR_LETTERS || isAllDigits(label)) return NO_FINDING;
  const found = near.find(
    (entry) =>
      isOneEdit(entry.folded, seen) &&
      ((entry.folded.length >= MIN_EDITED_LETTERS && suffix !== "com") || isUnseenEdit(entry.label, label)),
  );
  return found ? finding(1, found.index) : NO_FINDING;
}

/** A doubled letter, or a digit for a letter. */
function isUnseenEdit(label: string, seen: string): boolean {
  let at = 0;
  while (at < label.length && label.charCodeAt(at) === seen.charCodeAt(at)) at++;
  const unit = seen.charCodeAt(at);
  return seen.length > label.length ? unit === seen.charCodeAt(at - 1) : isDigit(unit);
}

/** True if one letter added, removed or changed turns one name into the other. */
function isOneEdit(one: string, other: string): boolean {
  const longer = one.length >= other.length ? one : other;
  const shorter = longer === one ? other : one;
  if (longer.length - shorter.length > 1) return false;
  let at = 0;
  while (at < shorter.length && longer.charCodeAt(at) === shorter.charCodeAt(at)) at++;
  if (at === longer.length) return false;
  // The names must be equal behind the letter that differs.
  const behind = longer.length - at - 1;
  for (let back = 1; back <= behind; back++) {
    if (longer.charCodeAt(longer.length - back) !== shorter.charCodeAt(shorter.length - back)) return false;
  }
  return true;
}

function isAllDigits(label: string): boolean {
  for (let at = 0; at < label.length; at++) if (!isDigit(label.charCodeAt(at))) return false;
  return label !== "";
}
