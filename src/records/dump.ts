/**
 * All records of a store as one text: what two runs of the same study must agree on, byte for byte.
 */
import { canonicalJson } from "../core/canonical-json.ts";
import type { Storage } from "./storage.ts";

/**
 * Canonical JSON of all studies (by name) and trials (by key) with their epochs and results; timings and commands are left
 * out. One line for each study and trial, so that a difference is seen at once. Numbers without a finite value become texts.
 */
export async function dumpRecords(storage: Storage): Promise<string> {
  const studies = (await storage.listStudies()).map(({ command: _, ...study }) => study);
  const trials = (await storage.loadTrials(null)).map(({ timings: _, ...trial }) => trial);
  return [...studies, ...trials].map((record) => `${canonicalJson(spelledNumbers(record))}\n`).join("");
}

/** The value with texts in place of numbers that JSON cannot hold. */
export function spelledNumbers(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(spelledNumbers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, spelledNumbers(member)]));
}
