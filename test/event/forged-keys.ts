/** Names that somebody searched for until they had the key of another. */

/** Two hosts with one domain key: the target is a bank's. */
export const FORGED = { name: "ga06ops0scdz.top", target: "icbc.com.cn" } as const;

/** A sender whose identity, a hash, is that of another: of a bank's name in Chinese. */
export const FORGED_SENDER = "TA9RE004AWBH";

/**
 * Pairs of parts of a name. Read from its end, behind ".top", the two of a pair lead the hash into one inner state, so
 * every choice of one part of each gives the same key: 2^11 names. It took seconds a pair.
 */
const FORGED_PARTS: readonly (readonly [string, string])[] = [
  ["6m49bo28yd", "l4bzbatffm"],
  ["fpitgih8k9", "ue7geo2797"],
  ["nvm6ebjgtn", "jmtcbgn48p"],
  ["p33zlftlfy", "6ceoeh8url"],
  ["3le1gpyiyp", "0wa1agvek8"],
  ["q0k0jm1p4o", "re8ejnnfsv"],
  ["z8zcemakjh", "chp8ak1tvg"],
  ["6flfgkrjaz", "rf8vcnitsr"],
  ["4bz5jhcvnu", "32anchcny0"],
  ["3jdpei2sop", "e427cgc1uz"],
  ["8t58ll72et", "1d8bhkatu5"],
];

/** All names that can be made of them. */
export function forgedNames(): string[] {
  let names = [".top"];
  for (const parts of FORGED_PARTS) names = names.flatMap((rest) => parts.map((part) => part + rest));
  return names;
}
