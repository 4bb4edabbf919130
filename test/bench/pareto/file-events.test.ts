import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFileEvents } from "../../../bench/pareto/file-events.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("file-events");

test.each([
  // 恭喜 in GB18030.
  [
    "gbk.csv",
    [0xb9, 0xa7, 0xcf, 0xb2, 0x2c, 0x31],
    /\(0 without, 1 set aside, the first as not valid UTF-8\); convert it/,
  ],
  ["short.csv", Buffer.from("hello"), /set aside, the first as wrong number of fields\); name the column with --label/],
  ["bare.csv", Buffer.from("hello,"), /\(1 without, 0 set aside\); name the column with --label/],
])("a file without a row to learn from says why: %s", async (name, line, words) => {
  const file = join(folder, name);
  writeFileSync(file, Buffer.concat([Buffer.from("text,label\n"), Buffer.from(line), Buffer.from("\n")]));
  const events = readFileEvents({ file, positive: "fraud", scripts: ["some script"] });
  await expect(events).rejects.toMatchObject({ code: "noData", message: expect.stringMatching(words) as string });
});
