/** How the page stands with its server, and what it asks of it. */
import { signal } from "@preact/signals";

/** `refused`: the server does not know this browser. */
export type Connection = "starting" | "connected" | "lost" | "refused";

/** How it stands. */
export const connection = signal<Connection>("starting");

/** The server's answer as data; null where there is none, or where it was refused: `connection` says so. */
export async function ask<T>(path: string, abort?: AbortSignal): Promise<T | null> {
  try {
    const answer = await fetch(path, { signal: abort ?? null, headers: { accept: "application/json" } });
    if (answer.status === 401) connection.value = "refused";
    else if (answer.ok || answer.status === 404) connection.value = "connected";
    else connection.value = "lost";
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    if (abort?.aborted !== true) connection.value = "lost";
    return null;
  }
}
