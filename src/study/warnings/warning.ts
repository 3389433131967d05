/**
 * The shape of warnings, and what they are computed from.
 */
import type { TrialRecord } from "../../records/records.ts";
import type { StudyConfig } from "../config.ts";

/** Something to know before a result is believed. `command` can be pasted as it is. */
export interface StudyWarning {
  readonly code: "border" | "special-case" | "budgets" | "uneven-tuning" | "few-seeds" | "diverged-at-centre";
  /** Label of the optimizer that it is about, where it is one. */
  readonly about?: string;
  readonly sentence: string;
  readonly command?: string;
}

/** What warnings are computed from. `command`: the one that reproduces the study. */
export interface WarningInput {
  readonly config: StudyConfig;
  readonly command: string;
  readonly trials: readonly TrialRecord[];
}
