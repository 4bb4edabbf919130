import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFileEvents } from "../../../bench/pareto/file-events.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("file-events");

test.each([
  // 恭喜 in GB18030.
  ["gbk.csv", [0xb9, 0xa7, 0xcf, 0xb2, 0x2c, 0x31], /1 set aside, the first, line 2, as not valid UTF-8/],
  ["short.csv", Buffer.from("hello"), /1 set aside, the first, line 2, as wrong number of fields/],
  ["bare.csv", Buffer.from("hello,"), /\(1 without, 0 set aside\); name the column with --label/],
])("a file without a row to learn from says why: %s", async (name, line, words) => {
  const file = join(folder, name);
  writeFileSync(file, Buffer.concat([Buffer.from("text,label\n"), Buffer.from(line), Buffer.from("\n")]));
  const events = readFileEvents({ file, positive: "fraud", templates: ["some script"] });
  await expect(events).rejects.toMatchObject({ code: "noData", message: expect.stringMatching(words) as string });
});

test("a file in the encoding that was named, without a line of names, is read by the numbers of its columns", async () => {
  const file = join(folder, "bare-gbk.csv");
  // 恭喜,fraud in GB18030.
  writeFileSync(file, Buffer.concat([Buffer.from([0xb9, 0xa7, 0xcf, 0xb2]), Buffer.from(",fraud\n")]));
  const form = { encoding: "gb18030", header: false, columns: { text: "1", label: "2" } };
  const { batches, fraud } = await readFileEvents({ file, ...form, positive: "fraud", templates: ["some script"] });
  expect(String.fromCharCode(...batches[0]!.text.subarray(0, 2))).toBe("恭喜");
  expect([...fraud]).toEqual([1]);
});

test("numbers are read as written in the country that was named", async () => {
  const file = join(folder, "us.csv");
  const blocklist = join(folder, "us-list.txt");
  writeFileSync(file, "text,caller,label\nhello,+1 469 257 6503,fraud\nhello,469-257-6504,ham\n");
  writeFileSync(blocklist, "469-257-6503\n");
  const options = { file, positive: "fraud", templates: ["some script"], blocklist };
  const [here, abroad] = [await readFileEvents(options), await readFileEvents({ ...options, country: "us" })];
  expect(here.knowledge.blocklist).not.toContain(here.batches[0]!.caller[0]);
  expect(abroad.knowledge.blocklist).toEqual([abroad.batches[0]!.caller[0]]);
});

test("an empty blocklist is told of", async () => {
  const [file, blocklist] = [join(folder, "row.csv"), join(folder, "empty.txt")];
  writeFileSync(file, "text,label\nhello,fraud\n");
  writeFileSync(blocklist, "# nobody yet\n");
  const { remarks } = await readFileEvents({ file, positive: "fraud", templates: ["some script"], blocklist });
  expect(remarks).toEqual([expect.stringMatching(/empty\.txt is empty: expected numbers.*; nobody is listed$/)]);
});
