import { type DrawnLines, linesCsv, linesSvg } from "../../../ui/chart/lines-file.ts";
import { currentPalette } from "../theme.ts";
import { useWords } from "../words/use-words.ts";

interface Props {
  readonly name: string;
  readonly chart: DrawnLines;
}

export function SaveChart({ name, chart }: Props) {
  const { words, format } = useWords();
  const kinds = [
    ["CSV", "csv", "text/csv", () => linesCsv(chart)],
    ["SVG", "svg", "image/svg+xml", () => linesSvg(chart, currentPalette(), (value) => format.short(value))],
  ] as const;
  return (
    <span class="save">
      {kinds.map(([kind, extension, type, make]) => (
        <button
          key={kind}
          type="button"
          class="link"
          aria-label={words.lines.saveAs(chart.title, kind)}
          onClick={() => save(`ringfence-${name}.${extension}`, type, make())}
        >
          {kind}
        </button>
      ))}
    </span>
  );
}

function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: a browser may read it later.
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_MS);
}

const REVOKE_MS = 10_000;
