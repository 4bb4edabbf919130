/** Events for a stream that is tried: made up, and the same each time. */
import { writeFileSync } from "node:fs";

/** Few enough that no two share all cells of a sketch: then one process and many partitions come to the same. */
const CALLERS = 300;
const TEXTS = [
  "您的快递已到驿站,请凭取件码 8-2-3305 领取",
  "Your verification code is 482913. Do not share it.",
  "Dinner at 7? Bring the kids.",
  "您的ETC已失效,请点击 http://etc-{n}.cc 认证",
  "中奖通知:您已被抽中,请点击 http://prize-{n}.top 领取",
];

/** Calls and messages of some days, some of them late; a tenth is by twenty busy callers. */
export function writeEvents(path: string, rows: number, days = 2): void {
  let state = 12_345;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const lines = ["time,caller,callee,duration,answered,text"];
  for (let row = 0; row < rows; row++) {
    const late = draw(50) === 0 ? 300_000 : 0;
    const time = new Date(Date.UTC(2026, 2, 1) + Math.floor((row * days * 86_400_000) / rows) - late).toISOString();
    const caller = draw(10) === 0 ? 13_800_000_000 + draw(20) : 13_900_000_000 + draw(CALLERS);
    const text = draw(2) === 0 ? "" : TEXTS[draw(TEXTS.length)]!.replace("{n}", String(draw(1000)));
    const duration = text === "" ? String(draw(90)) : "";
    lines.push(`${time},${caller},${13_600_000_000 + draw(1e7)},${duration},,${text === "" ? "" : `"${text}"`}`);
  }
  writeFileSync(path, `${lines.join("\n")}\n`);
}
