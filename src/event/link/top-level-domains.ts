/** Top-level domains: they tell a bare host name in a text from a number, an abbreviation or a missing space. */
import { unitsOf } from "../../core/units.ts";

/** ISO 3166 countries that have one (IANA root zone). */
const COUNTRIES =
  "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch " +
  "ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm " +
  "gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la " +
  "lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np " +
  "nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su " +
  "sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

/** Generic ones: the classic, and those that fraud and Chinese sites use most. */
const GENERIC =
  "com net org edu gov mil int info biz name pro mobi asia tel jobs cat travel aero coop museum post arpa " +
  "top xyz vip icu club shop store online site website tech space fun ink wang ren link click win bid loan men party date " +
  "trade review stream download racing accountant science faith cricket gdn work life live today world news cloud app dev " +
  "page zip mov web art love help host press group team company center services support solutions systems network email " +
  "media design studio digital agency finance financial money cash credit loans bank insurance tax fund capital exchange " +
  "market markets trading investments ltd llc inc limited plus one run cool red blue pink black kim social video games game " +
  "bet casino poker vin beer yoga fit luxe chat city zone center academy education school university health care clinic " +
  "express delivery direct deals sale discount buzz rest cyou sbs cfd quest monster hair skin makeup beauty boats autos homes " +
  "motorcycles yachts lol mom bond pics click rocks ninja guru expert tips wiki global foundation codes " +
  "auction bargains cheap gift gifts promo promotion report security protection observer baby mobile xin shouji citic " +
  "tokyo london paris berlin moscow nyc amsterdam tours holiday flights hotel realty estate house land farm garden";

/**
 * Also short words: after a full stop without a space ("see you.so late") they say little, so more than a dot is asked
 * of such a host (link-reader.ts).
 */
const WORDS =
  "am as at be by cu do gd hm id im in is it la ma md me mm mr ms my ne ni no nu om pa pm re sh si so st tm to us va ve ye " +
  "work life live today world news help love art one run cool team care city money bank cash run date men party game games " +
  "web name pro post int tel cat house land fun red blue black chat sale press plus rest baby mom mobile report direct";

const CHINESE = (
  "中国 中國 公司 网络 網絡 网址 在线 中文网 商城 集团 我爱你 手机 政务 公益 移动 信息 网店 招聘 游戏 娱乐 餐厅 时尚 健康 机构 " +
  "组织机构 世界 企业 商店 购物 网站 香港 台湾 台灣 新加坡 佛山 广东 商标 微博 慈善 食品 大拿 珠宝 通販 联通 中信 谷歌"
).split(" ");

/** Longest name in the lists, and the longest whose code is exact (27^11 < 2^53). */
const MAX_LETTERS = 11;

export const UNKNOWN_TLD = 0;
/** Also a common word. */
export const WORD_TLD = 1;
export const KNOWN_TLD = 2;

/**
 * Open addressing: the codes, 0 in an empty slot, and beside each what it is. A Set would box every code it is asked
 * for.
 */
const SLOTS = 2048;
const codes = new Float64Array(SLOTS);
const kinds = new Uint8Array(SLOTS);
for (const name of [...COUNTRIES.split(" "), ...GENERIC.split(" ")]) setKind(name, KNOWN_TLD);
for (const name of WORDS.split(" ")) setKind(name, WORD_TLD);

/** What the label of ASCII units [from, to) is as a top-level domain: UNKNOWN_TLD, WORD_TLD or KNOWN_TLD. */
export function topLevelDomain(host: ArrayLike<number>, from: number, to: number): number {
  const code = codeOf(host, from, to);
  return code === 0 ? UNKNOWN_TLD : kinds[slotOf(code)]!;
}

function setKind(name: string, kind: number): void {
  const code = codeOf(unitsOf(name), 0, name.length);
  const slot = slotOf(code);
  codes[slot] = code;
  kinds[slot] = kind;
}

/** The slot of a code, or the empty one where it would be. */
function slotOf(code: number): number {
  let slot = firstSlot(code);
  while (codes[slot] !== 0 && codes[slot] !== code) slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

function firstSlot(code: number): number {
  const mixed = Math.imul((code | 0) ^ ((code / 4294967296) | 0), 0x9e3779b1);
  return mixed >>> 21;
}

/** How many of the units [from, to) are a Chinese top-level domain at the start of them: the longest, or 0. */
export function chineseTopLevelLength(host: ArrayLike<number>, from: number, to: number): number {
  let longest = 0;
  for (const name of CHINESE) {
    if (name.length <= longest || name.length > to - from) continue;
    let same = 0;
    while (same < name.length && host[from + same] === name.charCodeAt(same)) same++;
    if (same === name.length) longest = same;
  }
  return longest;
}

/**
 * Letters as digits of base 27, so that the lists are sets of numbers: no string is made to look one up. 0 if it is not
 * letters.
 */
function codeOf(host: ArrayLike<number>, from: number, to: number): number {
  if (to - from > MAX_LETTERS || to - from < 2) return 0;
  let code = 0;
  for (let i = from; i < to; i++) {
    const letter = host[i]! - 0x60;
    if (letter < 1 || letter > 26) return 0;
    code = code * 27 + letter;
  }
  return code;
}
