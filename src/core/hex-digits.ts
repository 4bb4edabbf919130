/** 64 bits, in two unsigned words, as 16 hexadecimal digits. */
export function hexDigits(low: number, high: number): string {
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
