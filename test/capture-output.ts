/** What is written to standard output and standard error while something is done, instead of being shown. */
import { vi } from "vitest";

/** What `act` comes to, and what was written meanwhile. */
export async function captureOutput<Result>(act: () => Promise<Result>) {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text, ...rest: unknown[]) => {
      written[name] += String(text);
      const taken = rest.at(-1);
      if (typeof taken === "function") taken();
      return true;
    }),
  );
  try {
    const result = await act();
    return { ...written, result };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
