/** Host names as UTF-16 units, folded to lower case, dots as "." (link-reader.ts folds them). */

export const HOST_DOT = 0x2e;

const IPV4_PARTS = 4;

/** Whether units [from, to) are four decimal numbers of at most 255: 203.0.113.9. */
export function isIpv4Host(units: ArrayLike<number>, from: number, to: number): boolean {
  let parts = 1;
  let digits = 0;
  let value = 0;
  for (let i = from; i < to; i++) {
    const unit = units[i]!;
    if (unit === HOST_DOT) {
      if (digits === 0) return false;
      parts++;
      digits = 0;
      value = 0;
    } else {
      if (unit < 0x30 || unit > 0x39) return false;
      value = value * 10 + unit - 0x30;
      digits++;
      if (digits > 3 || value > 255) return false;
    }
  }
  return parts === IPV4_PARTS && digits > 0;
}
