/** What is known of one run beyond its summary, for who does something with it. */
import { createHash } from "node:crypto";
import type { RunPulse } from "../records/run-progress.ts";
import type { RunState } from "./views.ts";

/** The facts. */
export interface RunFacts {
  readonly id: string;
  readonly kind: "study" | "discovery";
  readonly name: string;
  /** Path of its store. */
  readonly store: string;
  readonly state: RunState;
  /** Trials that failed. */
  readonly failed: number;
  /** What repeats it, as its record says. */
  readonly command: string;
  readonly pulse: RunPulse | null;
}

/** Names a run by where it is kept and what it is called. */
export function runId(store: string, name: string): string {
  return createHash("sha256").update(`${store}\n${name}`).digest("hex").slice(0, 16);
}
