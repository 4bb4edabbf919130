/**
 * Takes the picture of the README: `npm run pictures` writes it to docs/pictures. Without RINGFENCE_PICTURES it goes
 * to a folder that is removed, so that taking it cannot rot.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { hourOf, POLL } from "./live-page.ts";
import { missing, openPage, skipped, usePages } from "./shared-pages.ts";

const wanted = process.env["RINGFENCE_PICTURES"];
/** A picture that is smaller shows nothing. */
const MIN_BYTES = 20_000;
/** Simulated hours before the live page is worth a picture. */
const LIVE_HOURS = wanted ? 72 : 6;

const scratch = newFolder("pictures");
const server = usePages();

describe.skipIf(missing)(`the picture of the README${skipped}`, () => {
  test("shows the live page", async () => {
    const page = await openPage(`${server.url()}#pace=24&lang=en`, {
      viewport: { width: 1280, height: 860 },
    });
    await expect.poll(() => hourOf(page), POLL).toBeGreaterThan(LIVE_HOURS);
    const folder = wanted || scratch;
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "live.png");
    await page.screenshot({ path, animations: "disabled" });
    expect(statSync(path).size).toBeGreaterThan(MIN_BYTES);
  });
});
