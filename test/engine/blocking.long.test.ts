/** Blocking of sites and apps, and the investigations that it rests on, have teeth: by effects that are stated. */
import { expect, test } from "vitest";
import { MANY_EPISODES, runSmall } from "./run-small.ts";

/** Nobody is warned, and domains and apps are soon found. */
const SOON_FOUND = [
  ...MANY_EPISODES,
  "warnings.enabled=false",
  "complaints.messageShare=0.1",
  "complaints.delayHours=1",
  "investigations.hostComplaints=4",
  "investigations.appComplaints=3",
  "investigations.casesPerHour=200",
  "episodes.hoursFactor=0.5",
];

test("with blocked look-ups and installs let through, at least a quarter more of all episodes end in a loss", async () => {
  const refused = await runSmall([...SOON_FOUND, "episodes.bypassesBlock=0"]);
  const letThrough = await runSmall([...SOON_FOUND, "episodes.bypassesBlock=1"]);
  const shares = [refused, letThrough].map(({ episodes: { lost, total } }) => lost / total);
  expect(shares[1]! - shares[0]!).toBeGreaterThan(0.25);
  expect(refused.episodes.siteBlocked!).toBeGreaterThan(50);
  expect(letThrough.episodes.siteBlocked).toBe(0);
  // Found are they all the same: it is the refusal that costs gangs their victims, and their apps.
  expect([refused.fraud.intercepted.apps! > 5, letThrough.fraud.intercepted.apps]).toEqual([true, 0]);
  expect(refused.gangCosts!.yuan).toBeGreaterThan(letThrough.gangCosts!.yuan);
  const { domains, apps, yuan } = refused.gangCosts!;
  expect(yuan).toBe(domains * 800 + apps * 5000);
});

test("nobody is refused a site where no look-up passes an operator's resolver, though they are found", async () => {
  const unseen = await runSmall([...SOON_FOUND, "gangs.apps=0", "episodes.bypassesBlock=0", "observation.lookUps=0"]);
  expect(unseen.episodes.siteBlocked).toBe(0);
  expect(unseen.fraud.intercepted.domains!).toBeGreaterThan(0);
});

test("domains that a gang gives up four times as late cost it victims", async () => {
  const settings = [...SOON_FOUND, "gangs.apps=0"];
  const quick = await runSmall([...settings, "reaction.domainHours=9"]);
  const slow = await runSmall([...settings, "reaction.domainHours=69"]);
  expect(slow.episodes.lost).toBeLessThan(0.95 * quick.episodes.lost);
  expect(slow.gangCosts!.domains).toBeLessThan(quick.gangCosts!.domains);
});

test("without capacity to investigate nothing new is blocked, and most episodes end in a loss", async () => {
  const known = ["blocklist.listedShare=0", "screening.stages.lookalike=false"];
  const idle = await runSmall([...SOON_FOUND, ...known, "investigations.casesPerHour=0"]);
  expect([idle.fraud.intercepted.domains, idle.fraud.intercepted.apps, idle.episodes.siteBlocked]).toEqual([0, 0, 0]);
  expect(idle.gangCosts).toEqual({ domains: 0, apps: 0, yuan: 0 });
  expect(idle.episodes.lost / idle.episodes.total).toBeGreaterThan(0.9);
});

test("one case in ten decided wrongly blocks ten times as many benign events, and lets more gangs go on", async () => {
  const settings = [...SOON_FOUND, "complaints.benignFactor=25", "benign.marketing.perDay=2"];
  const careful = await runSmall([...settings, "investigations.mistakes=0"]);
  const careless = await runSmall([...settings, "investigations.mistakes=0.1"]);
  expect(careful.investigations.wrong).toBe(0);
  expect(careless.benign.intercepted).toBeGreaterThan(10 * careful.benign.intercepted);
  expect(careless.episodes.lost).toBeGreaterThan(careful.episodes.lost);
});

test("one victim's report opens a case by itself where it weighs as much as a case needs, and not where it weighs less", async () => {
  const alone = [...MANY_EPISODES, "complaints.messageShare=0", "complaints.callShare=0", "complaints.benignFactor=0"];
  const settings = [...alone, "investigations.complaints=4", "investigations.casesPerHour=200"];
  const heavy = await runSmall([...settings, "complaints.victimWeight=4"]);
  const light = await runSmall([...settings, "complaints.victimWeight=1"]);
  expect(heavy.investigations.cases).toBeGreaterThan(2 * light.investigations.cases);
});
