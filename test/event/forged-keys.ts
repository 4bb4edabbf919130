/** Names that somebody searched for until they had the key of another. */

/** Two hosts with one domain key: the target is a bank's. */
export const FORGED = { name: "ga06ops0scdz.top", target: "icbc.com.cn" } as const;

/** A sender whose identity, a hash, is that of another: of a bank's name in Chinese. */
export const FORGED_SENDER = "TA9RE004AWBH";
