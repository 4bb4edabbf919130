/**
 * Words that fraud and advertising often use, and others that say much the same: what whoever rewrites a message by
 * hand, or has a machine do it, would take. Our own list; where a word has several, the message decides which it gets.
 */

/** Whole words of English, in lower case. */
export const ENGLISH: Readonly<Record<string, readonly string[]>> = parse(`
account: profile, membership | urgent: pressing, important | win: gain, land | won: earned, secured | winner: recipient
prize: reward, gift | free: complimentary, at no cost | call: ring, phone, dial | claim: collect, obtain | cash: money, funds
text: message, write | txt: msg, message | reply: respond, answer | now: today, right away | mobile: handset, cell
please: kindly | offer: deal, bargain | customer: client, member | service: support, help | guaranteed: assured, certain
selected: chosen, picked | awarded: granted, given | receive: get, obtain | contact: reach, ring | code: pin, number
weekly: every week | week: seven days | bonus: extra, reward | congratulations: well done, good news | send: forward, pass
stop: end, quit | line: number, hotline | chat: talk, speak | date: meet, match | sexy: hot, flirty | girls: ladies, women
ringtone: tone, melody | latest: newest, recent | new: fresh, recent | order: buy, purchase | delivery: shipment, parcel
bank: lender, branch | verify: confirm, check | click: tap, press | link: address, page | update: refresh, renew
suspended: paused, on hold | limited: restricted, short | expires: ends, runs out | voucher: coupon, token | video: clip, film
camera: cam | phone: device, handset | unlimited: endless, boundless | minutes: mins | private: personal, confidential
landline: fixed line, home phone | dear: hello, hi | hello: hi, greetings | your: ur | todays: current | valid: good, usable
tone: melody, sound | entry: ticket, place | draw: lottery, raffle | holiday: vacation, getaway | points: credits, tokens
statement: summary, overview | unredeemed: unused, open | attempt: try | unsubscribe: opt out | cost: price, fee | only: just
friend: pal, mate | secret: hidden, mystery | admirer: fan, somebody | poly: polyphonic | game: play | help: assist, support
details: particulars, facts | charge: fee, cost | refund: repayment, money back | tax: levy, duty | payment: transfer, sum
`);

/** Of Chinese, where there are no spaces between words: anywhere in the text, longer words first. */
export const CHINESE: Readonly<Record<string, readonly string[]>> = parse(`
优惠: 折扣, 让利 | 贷款: 借款, 融资 | 免费: 零费用, 不收钱 | 活动: 促销, 盛事 | 电话: 热线, 来电 | 联系: 咨询, 找到 | 公司: 企业, 本司
现在: 即日, 目前 | 购买: 选购, 购入 | 客户: 顾客, 用户 | 优质: 上乘, 高品质 | 专业: 资深, 行家 | 办理: 申办, 办妥 | 利息: 息费 | 额度: 限额
点击: 点开, 打开 | 链接: 网址 | 账户: 户头, 账号 | 尊敬的: 亲爱的, 敬爱的 | 您: 你 | 欢迎: 恭迎, 期待 | 特价: 低价, 超值价 | 赠送: 附送, 送出
礼品: 好礼, 礼物 | 开业: 开张 | 抽奖: 摇奖, 抽大奖 | 中奖: 获奖, 得奖 | 低息: 息低, 少息 | 地址: 位置, 所在地 | 详情: 细节, 详细内容 | 咨询: 询问, 了解
短信: 讯息, 信息 | 价格: 价钱, 售价 | 全场: 所有商品, 店内 | 限时: 短期, 限定时间 | 会员: 贵宾, 老顾客 | 新款: 新品, 最新款 | 快乐: 愉快, 开心 | 服务: 支持, 接待
发票: 票据, 税票 | 代开: 代办, 代出 | 手机: 移动电话 | 银行: 金融机构 | 资金: 款项, 钱款 | 投资: 理财 | 收益: 回报, 所得 | 首付: 头款 | 户型: 房型, 格局
培训: 辅导, 授课 | 报名: 登记, 参加 | 装修: 装潢, 装饰 | 家具: 家私 | 建材: 装饰材料 | 机会: 良机, 时机 | 大量: 许多, 众多 | 提供: 供应, 给出 | 品牌: 名牌, 牌子
产品: 商品, 货品 | 满: 达到 | 送: 赠, 给 | 元: 块, 块钱 | 朋友: 亲友, 友人 | 惊喜: 意外之喜 | 参加: 加入, 前来 | 前来: 到来, 到店 | 抢购: 抢先买, 选购
`);

function parse(list: string): Record<string, readonly string[]> {
  const entries = list.split(/[|\n]/).filter((entry) => entry.includes(":"));
  return Object.fromEntries(
    entries.map((entry) => {
      const [word, others] = entry.split(":").map((part) => part.trim());
      return [word!, others!.split(",").map((other) => other.trim())];
    }),
  );
}
