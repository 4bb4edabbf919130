import { BENIGN_CLASSES, type BenignClass } from "../../event/taxonomy.ts";

export interface ProtectedDomain {
  readonly domain: string;
  readonly category: string;
}

/** Invented hosts of shops, schools, hospitals and short-link services; they belong to nobody we know of. */
const INVENTED_HOSTS = `
  t.hongye-mall.cn m.linxi-shop.com s.youpin-life.cn go.bluefern.co pay.qingshan-school.cn
  www.dongjie-hospital.cn yuyue.renxin-clinic.cn h5.kuaixing-food.com m.starlane.shop d.redleaf.link
  jiaofei.xinghe-school.cn book.oakridge-clinic.com track.northwind-post.com news.citylife-weekly.cn
  app.yunduan-gym.com vip.haitang-hotel.cn deal.huohuo-mall.shop m.tuanbao.vip go.yueyou-life.top
  s.yixiu-home.xyz a.lanmao-sport.club pt.miaosha-day.cc x.jiadian-fix.online live.xingqiu-show.icu`
  .trim()
  .split(/\s+/);

export const INVENTED_COUNT = INVENTED_HOSTS.length;

/** Categories of protected domains that a class really links to; what is missing uses the invented hosts alone. */
const CATEGORIES: Readonly<Partial<Record<BenignClass, readonly string[]>>> = {
  bank: ["bank"],
  courier: ["courier"],
  otp: ["bank", "commerce", "payment", "platform", "operator"],
  government: ["government"],
  marketing: ["commerce", "operator", "travel", "insurance"],
};

export type HostLists = ReturnType<typeof makeHostLists>;

/** Host h of class c is units [start[first[c] + h], start[first[c] + h + 1]); genuine domains come first. */
export function makeHostLists(protectedDomains: readonly ProtectedDomain[]) {
  const hosts: string[] = [];
  const first = [0];
  const genuine: number[] = [];
  for (const name of BENIGN_CLASSES) {
    const categories = CATEGORIES[name] ?? [];
    const domains = protectedDomains
      .filter(({ category }) => categories.includes(category))
      .map(({ domain }) => domain);
    hosts.push(...domains, ...INVENTED_HOSTS);
    genuine.push(domains.length);
    first.push(hosts.length);
  }
  const start = new Uint32Array(new SharedArrayBuffer((hosts.length + 1) * 4));
  const units = new Uint16Array(new SharedArrayBuffer(hosts.join("").length * 2));
  let at = 0;
  hosts.forEach((host, index) => {
    for (let i = 0; i < host.length; i++) units[at++] = host.charCodeAt(i);
    start[index + 1] = at;
  });
  return { first, genuine, start, units };
}
