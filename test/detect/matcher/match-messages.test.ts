import { scriptsFound } from "../../../src/detect/matcher/found.ts";
import { expect, test } from "vitest";
import { Findings } from "../../../src/event/findings.ts";
import { readLinks } from "../../../src/detect/links/stage.ts";
import { matchMessages } from "../../../src/detect/matcher/stage.ts";
import { messageBatch } from "../../event/message-batch.ts";
import { matcherOf } from "./contract.ts";
import { normaliser } from "../normaliser/normaliser-for-tests.ts";

test("the stage writes the nearest script of every message, over whatever stood there, and nothing for calls", () => {
  const { events } = messageBatch([
    "您的银行账户已被冻结，请登录 http://b.cn/9 验证",
    null,
    "您的银​行账戶已被凍結 请登錄ｗｗｗ．ｘ．ｃｏｍ验证！",
    "今天晚上一起吃饭吗，老地方见",
    "",
    "您好",
  ]);
  const findings = Findings.allocate(events.capacity + 1);
  const { template, distance, length } = scriptsFound(findings);
  template.fill(77);
  distance.fill(77);
  length.fill(77);
  readLinks(events, findings);
  matchMessages(events, findings, matcherOf("index", ["您的银行账户已被冻结请登录\ue000验证身份"]), normaliser);
  expect([...template]).toEqual([0, -1, 0, -1, -1, -1, 77]);
  expect([...distance]).toEqual([2, 0, 2, 0, 0, 0, 77]);
  expect([...length]).toEqual([18, 0, 18, 0, 0, 0, 77]);
});
