/** Changing something by the server: what a page sends along so that it may. */
import { signal } from "@preact/signals";
import type { Access } from "../../src/dashboard/views.ts";
import { ask } from "../connection.ts";

/** Whether this page may change anything; null until the server has said. */
export const access = signal<Access | null>(null);

/** Asks the server once whether this page may change anything. */
export async function readAccess(): Promise<void> {
  if (access.peek() === null) access.value = await ask<Access>("/api/access");
}

/** What came of a change: the answer, or the sentence that says why not, with what was answered. `status` 0: the server was not reached. */
export type Changed<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly status: number; readonly sentence: string; readonly answer: unknown };

/** How a change is asked for. */
export interface ChangeOptions {
  readonly method?: "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
}

/** Asks for a change. A server that was started again has another secret: it is asked for once more. */
export async function change<T = object>(path: string, options: ChangeOptions = {}): Promise<Changed<T>> {
  await readAccess();
  const first = await send<T>(path, options);
  if (first.done || first.status !== 403) return first;
  access.value = null;
  await readAccess();
  return send<T>(path, options);
}

async function send<T>(path: string, { method = "POST", body = {} }: ChangeOptions): Promise<Changed<T>> {
  try {
    const answer = await fetch(path, {
      method,
      headers: { "content-type": "application/json", "x-lionlab-secret": access.peek()?.secret ?? "" },
      body: JSON.stringify(body),
    });
    const told = (await answer.json().catch(() => ({}))) as unknown;
    if (answer.ok) return { done: true, value: told as T };
    const { sentence = "The server did not take that." } = told as { readonly sentence?: string };
    return { done: false, status: answer.status, sentence, answer: told };
  } catch {
    return { done: false, status: 0, sentence: "The server is not reached; try again when it is.", answer: null };
  }
}
