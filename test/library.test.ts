import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listingsOf } from "../src/detect/blocklist/listings.ts";
import { createScreener, parseIdentity, RingfenceError } from "../src/index.ts";
import { FORGED, FORGED_SENDER } from "./event/forged-keys.ts";

const OPTIONS = { engine: "packed-bloom", falsePositiveRate: 0.01 } as const;

test("whoever has the public names alone screens with a blocklist, which tells a host from a forged one", async () => {
  const screener = await createScreener({ blocklist: ["13800138000", FORGED.name], model: "none" });
  const [listed, forged] = screener.screen([
    { caller: "13800138000", text: `http://www.${FORGED.name}/` },
    { caller: "13800138001", text: `http://www.${FORGED.target}/` },
  ]);
  expect(listed!.evidence).toEqual(expect.arrayContaining(["callerListed", "domainListed"]));
  expect(forged!.evidence).not.toContain("callerListed");
  expect(forged!.evidence).not.toContain("domainListed");
});

test.each([FORGED_SENDER, "", "一个银行"])(
  "a sender who is known by a hash alone, or withheld, is not listed: %j",
  (sender) => {
    expect(() => listingsOf(OPTIONS, [parseIdentity(sender)], [])).toThrow(RingfenceError);
  },
);

test.each(["dist/bundle", "dist/bundle/library"])(
  "the licences of %s have the notices of the packages in it",
  (folder) => {
    const root = fileURLToPath(new URL("..", import.meta.url));
    const licenses = readFileSync(`${root}${folder}/licenses.md`, "utf8");
    const names = [...licenses.matchAll(/^## (\S+) - \d/gm)].map(([, name]) => name!);
    const notices = names.map((name) => `${root}node_modules/${name}/NOTICE`).filter(existsSync);
    expect(notices.map((path) => path.split("/").at(-2))).toEqual([]);
    for (const path of notices) expect(licenses).toContain(readFileSync(path, "utf8").trim());
  },
);
