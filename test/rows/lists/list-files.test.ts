import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canonicalIdentity, parseIdentity } from "../../../src/event/identity.ts";
import { entriesOf, readBlocklist } from "../../../src/rows/lists/blocklist-file.ts";
import { CHINA, countryOf } from "../../../src/rows/country.ts";
import { readScripts } from "../../../src/rows/lists/script-file.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("lists");

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("entriesOf", () => {
  it("has the entries of a file as they are listed", () => {
    const list = readBlocklist(write("entries.txt", "number\n138 0013 8000\n?!\nBad.Example\n"));
    expect(entriesOf(list, CHINA)).toEqual(["13800138000", "bad.example"]);
    expect(list.dirty).toMatchObject({ count: 1, first: [3] });
  });

  it("lists a number of China where people write theirs as Chinese mobiles are written", () => {
    const path = write("abroad.txt", "number\n+86 138 0013 8007\n1 (380) 013-8007\n");
    const country = countryOf("US");
    expect(entriesOf(readBlocklist(path, country), country)).toEqual(["+8613800138007", "3800138007"]);
  });
});

describe("readBlocklist", () => {
  it("tells numbers, senders and domains apart, and lists each once", () => {
    const list = readBlocklist(
      write(
        "mixed.txt",
        "\uFEFFnumber\r\n# comment\r\n138 0013 8000\r\n138.0013.8000\r\n+8613800138000\r\nICBC\r\n10690000123\r\n" +
          "Bad.Example\r\nhttps://bad.example/path\r\n203.0.113.9\r\n",
      ),
    );
    expect(list).toMatchObject({ numbers: 2, names: 1, repeated: 3, dirty: { count: 0 } });
    expect(list.hosts).toEqual(["bad.example", "203.0.113.9"]);
    expect(list.identities).toContain(canonicalIdentity(parseIdentity("13800138000")));
  });

  it("counts what is neither, and says where the first are", () => {
    const list = readBlocklist(
      write(
        "dirty.txt",
        Buffer.concat([
          Buffer.from("13800138000\n0\n12\na,b\n"),
          Buffer.from([0xff, 0x0a]),
          Buffer.from("x".repeat(500)),
        ]),
      ),
    );
    expect(list.numbers).toBe(1);
    expect(list.dirty).toMatchObject({ count: 5, first: [2, 3, 4, 5, 6] });
  });

  it("does not list the provider of an address for mail", () => {
    const list = readBlocklist(write("mail.txt", "someone@mail.example\nmailto:a.b@mail.example\nbad.example\n"));
    expect(list).toMatchObject({ hosts: ["bad.example"], identities: [], dirty: { count: 2, first: [1, 2] } });
  });

  it("does not take two numbers in a line for one", () => {
    const list = readBlocklist(write("two.txt", "95588\t95599\n95588\r95599\n138 0013 8000\t\r\n"));
    expect(list).toMatchObject({ numbers: 1, dirty: { count: 2, first: [1, 2] } });
  });

  it("refuses a file of which no line can be listed", () => {
    expect(() => readBlocklist(write("junk.txt", "??\n# comment\n12\n"))).toThrow(
      "expected numbers, senders and domains, one a line, found none (lines of something else: 2, from line 1 on)",
    );
  });
});

describe("readScripts", () => {
  it("reads lines, JSON Lines and YAML alike", () => {
    const scripts = ["first script", "second script"];
    const found = [
      readScripts(write("a.txt", "# comment\nfirst script\n\nsecond script\n")),
      readScripts(write("a.jsonl", '{"text":"first script"}\n"second script"\n')),
      readScripts(write("a.yaml", "- first script\n- text: second script\n")),
    ];
    expect(found.map((file) => file.scripts.map(({ text }) => text))).toEqual([scripts, scripts, scripts]);
    expect(found.map((file) => file.scripts.map(({ line }) => line))).toEqual([
      [2, 4],
      [1, 2],
      [null, null],
    ]);
    expect(found.map(({ dirty }) => dirty.count)).toEqual([0, 0, 0]);
  });

  it("refuses YAML that would take minutes, and says what to write instead", () => {
    expect(() => readScripts(write("f.yaml", "- a\n".repeat(30_000)))).toThrow(
      /expected YAML of 102,400 bytes or less, found 119,999 bytes: .*\.txt or \.jsonl/,
    );
    expect(() => readScripts(write("g.yaml", "- &a ".repeat(500)))).toThrow(/not YAML: .* at line 1, column/);
    expect(() => readScripts(write("h.yaml", "- ".repeat(40_000)))).toThrow("nested more than 64 layers");
  });

  it("counts entries without text, and refuses a file without any script", () => {
    const { dirty } = readScripts(write("b.jsonl", '{"text":"fine"}\n{"text":5}\n{broken\n[]\n'));
    expect(dirty).toMatchObject({ count: 3, first: [2, 3, 4] });
    expect(() => readScripts(write("c.jsonl", "{}\n"))).toThrow("at least one script");
    expect(() => readScripts(write("d.yaml", "a: 1\n"))).toThrow("expected a list");
    expect(() => readScripts(write("e.yaml", "- [unclosed\n"))).toThrow("e.yaml");
  });
});
