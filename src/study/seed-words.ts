/** Seeds as short as they can be typed: "1-4,7". */
export function seedWords(seeds: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < seeds.length;) {
    let end = at;
    while (end + 1 < seeds.length && seeds[end + 1] === seeds[end]! + 1) end++;
    parts.push(end === at ? String(seeds[at]) : `${seeds[at]}-${seeds[end]}`);
    at = end + 1;
  }
  return parts.join(",");
}
