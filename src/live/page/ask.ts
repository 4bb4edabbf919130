/** An answer of 400 and above, with the server's reason. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** A body is JSON. Throws Refusal if the server says no, and TypeError, as fetch does, if nothing answers. */
export async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = new Headers(init.headers);
  if (init.body !== undefined) headers.set("content-type", "application/json");
  const response = await fetch(path, { ...init, headers });
  if (response.ok) return (await response.json()) as Answer;
  throw new Refusal(response.status, await reasonOf(response));
}

async function reasonOf(response: Response): Promise<string> {
  try {
    return ((await response.json()) as { readonly error: string }).error;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
