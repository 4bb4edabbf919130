/** The first `most` UTF-16 units of a text, to keep: as part of a longer string they would keep all of it in memory. */
export function ownText(text: string, most: number): string {
  return text.length <= most ? text : (JSON.parse(JSON.stringify(text.slice(0, most))) as string);
}
