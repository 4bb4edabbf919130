/** What a run cannot tell. */
import type { Localised } from "../../../core/words.ts";
import type { Section } from "../section.ts";

const NO_FIELDS = {};

export const limitsSection: Section<typeof NO_FIELDS> = {
  id: "limits",
  title: { en: "Limits", zh: "局限" },
  schema: NO_FIELDS,
  make: () => ({}),
  show: () => [{ paragraphs: LIMITS }],
};

const LIMITS: readonly Localised[] = [
  {
    en: "The world is synthetic. Figures marked “assumed” in the scenario have no public source: who is taken in, how long it takes, who heeds what. Other values would give the same totals.",
    zh: "世界是合成的。场景中标为“assumed”（假定）的数字没有公开来源：谁会上钩、要多久、谁听从什么。换成其他取值也可能得到同样的总数。",
  },
  {
    en: "Intervals are within this world: another seed is another world, and its figures differ by more. Run several.",
    zh: "区间只在这个世界之内：换一个种子就是另一个世界，数字相差更大。请运行多个。",
  },
  {
    en: "Interception depends on how many complain and how fast cases are decided, which are parameters. Read it as “if this much is reported this fast, then”.",
    zh: "拦截取决于多少人投诉、案件多快判定，这些都是参数。请读作“若举报这么多、这么快，则”。",
  },
  {
    en: "The mean loss follows from the reported loss, so that the row on losses is no test.",
    zh: "平均损失由公开的损失推得，所以损失一行不是检验。",
  },
  {
    en: "Paired runs share their luck person by person, but part company: what is blocked in one may get through in another.",
    zh: "配对运行逐人共享运气，但会分道扬镳：在一个里被拦截的，在另一个里可能漏过。",
  },
  {
    en: "Messages come from a finite grammar. A rule that finds them all finds the grammar, and says nothing of real messages.",
    zh: "短信来自有限的语法。能找出全部的规则，找到的是语法，对真实短信说明不了什么。",
  },
];
