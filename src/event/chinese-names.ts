/** The taxonomy in Chinese, in the words of the field. */
import type { BenignClass, Technology, Typology } from "./taxonomy.ts";

export const TYPOLOGIES_IN_CHINESE: Readonly<Record<Typology, string>> = {
  brushing: "刷单返利",
  investment: "虚假投资理财",
  loan: "虚假贷款",
  "customer-service": "冒充客服",
  police: "冒充公检法",
  "credit-repair": "虚假征信",
  shopping: "虚假购物",
  acquaintance: "冒充熟人",
  romance: "网络婚恋",
  "game-trading": "游戏交易",
  "account-theft": "盗号",
  other: "其他",
};

export const TECHNOLOGIES_IN_CHINESE: Readonly<Record<Technology, string>> = {
  mobile: "手机号码",
  virtual: "虚拟运营商号码",
  landline: "固定电话",
  enterprise: "企业号码",
  abroad: "境外号码",
  "spoofed-hotline": "伪造的热线号码",
  "sim-box": "猫池",
};

export const BENIGN_IN_CHINESE: Readonly<Record<BenignClass, string>> = {
  family: "亲友",
  work: "工作",
  courier: "快递",
  delivery: "外卖",
  otp: "验证码",
  bank: "银行",
  hospital: "医院",
  school: "学校",
  marketing: "营销",
  government: "政务",
  stranger: "陌生人",
};
