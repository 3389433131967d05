/**
 * A run as the dashboard watches it: its store is looked at again and again, once for all pages, and any page is told what it has not seen.
 *
 * Looks that found something are counted, and what can be told knows at which look it last changed. So a page that was away asks with the last
 * look that it saw.
 */
import { randomBytes } from "node:crypto";
import type { RunPulse } from "../records/run-progress.ts";
import type { RunSummary } from "./views.ts";

/** A study, or a discovery. */
export interface Watched {
  /** Names this watching: looks that another one counted, in another process or before the run's store was replaced, mean nothing to it. */
  readonly instance: string;
  /** How many looks found something: what a page that has seen everything has seen. */
  readonly seen: number;
  /** What a page has not seen since a look; everything for null, and for a look before everything was new. */
  frameSince(seen: number | null): object;
  /** What its run told last; null where none has told anything. */
  readonly pulse: RunPulse | null;
  /** What repeats it, as its record says; empty before the first look. */
  readonly command: string;
  /** The run in the list. */
  summary(): RunSummary;
}

/** A name for a watching. */
export function newInstance(): string {
  return randomBytes(6).toString("hex");
}

/** Whether two things that are told are told alike. */
export function isTold(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
