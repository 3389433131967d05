/** Programs with their ancestors, asked for once: they never change. */
import { signal } from "@preact/signals";
import type { ProgramDetail } from "../../../src/dashboard/discovery-frame.ts";
import { ask } from "../../connection.ts";
import type { ProgramPlace } from "./picked-program.ts";

/** A program: asked for, not to be had, or as it is. */
export type KnownProgram = ProgramDetail | "loading" | "missing";

const known = signal<ReadonlyMap<string, KnownProgram>>(new Map());

/** A program of a discovery; it is asked for where it is not known. */
export function programAt(id: string, { search, identity }: ProgramPlace): KnownProgram {
  return known.value.get(keyOf(id, search, identity)) ?? "loading";
}

/** Asks for a program, unless it is known or asked for; one that could not be had is asked for again. */
export async function fetchProgram(id: string, { search, identity }: ProgramPlace): Promise<void> {
  const key = keyOf(id, search, identity);
  const before = known.peek().get(key);
  if (before !== undefined && before !== "missing") return;
  keep(key, "loading");
  const path = `/api/runs/${encodeURIComponent(id)}/searches/${encodeURIComponent(search)}/programs/${encodeURIComponent(identity)}`;
  keep(key, (await ask<ProgramDetail>(path)) ?? "missing");
}

/** Forgets all, as of another discovery. */
export function forgetPrograms(): void {
  known.value = new Map();
}

function keyOf(...parts: readonly string[]): string {
  return parts.join("/");
}

function keep(key: string, what: KnownProgram): void {
  known.value = new Map([...known.peek(), [key, what]]);
}
