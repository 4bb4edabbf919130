/** Random scripts and edited copies for tests: seeded, both languages, phrases shared between scripts. */
import { RandomStream, below } from "../../../src/core/random.ts";

const ZH =
  "您好的银行卡账户已被冻结请点击链接登录验证身份退款快递丢失客服贷款额度利息低提现中奖领取积分兑换警官涉嫌洗钱安全社保医保停用解除限制到期尊敬用户";
const EN = (
  "your account has been suspended please verify click the link now parcel delivery failed refund loan offer " +
  "approved prize winner claim bank card locked security code urgent final notice tax police toll unpaid"
).split(" ");

export class TextSource {
  readonly #stream: RandomStream;
  #entity = 0;

  constructor(seed: number) {
    this.#stream = new RandomStream(seed, "matcher-test");
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return below(this.#stream.draw(this.#entity++, 0)[0]!, limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  phrase(chinese: boolean): string {
    if (chinese) return Array.from({ length: 3 + this.below(8) }, () => ZH[this.below(ZH.length)]!).join("");
    return Array.from({ length: 2 + this.below(5) }, () => this.pick(EN)).join("");
  }

  /** Scripts put together from a bank of phrases, so that many share some. */
  scripts(count: number): string[] {
    const banks = [false, true].map((chinese) => Array.from({ length: 60 }, () => this.phrase(chinese)));
    return Array.from({ length: count }, () => {
      const bank = banks[this.below(2)]!;
      return Array.from({ length: 1 + this.below(9) }, () => this.pick(bank)).join("");
    });
  }

  /** `text` after `edits` random insertions, deletions and substitutions. */
  edit(text: string, edits: number): string {
    const units = text.split("");
    for (let e = 0; e < edits; e++) {
      const at = this.below(units.length + 1);
      const unit = this.below(3) === 0 ? "x" : this.pick([...ZH.slice(0, 30).split(""), "a", "e", "t", "0"]);
      const kind = this.below(3);
      units.splice(at, kind === 0 ? 0 : 1, ...(kind === 2 ? [] : [unit]));
    }
    return units.join("");
  }
}
