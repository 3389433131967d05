/** How a run of a server stands, in words. */
import type { RunStatus } from "../../jobs/postgres/job-status.ts";
import { formatRoughDuration } from "../progress/text.ts";
import type { ToldState } from "./served-kind.ts";

/** A run as the server knows it, where it ever shared jobs there, and what it told of itself last. */
export interface RunOnServer {
  readonly run: RunStatus | null;
  readonly told: ToldState | null;
}

/** One that said it was running and is not there was killed, unless it is left to workers: then one takes it up. */
export function stateText({ run, told }: RunOnServer): string {
  const state = told?.state;
  if (run !== null && run.owner !== null) {
    if (run.cancelled) return "stopping";
    return told?.doing == null ? (state ?? "running") : `${state}, ${told.doing}`;
  }
  if (run?.cancelled === true) return "cancelled";
  if (run?.state === "open") return "waits for a worker";
  if (run?.state === "failed") return "failed";
  return state === undefined ? "" : state === "running" || state === "stopping" ? "interrupted" : state;
}

/** `12m`, of one that somebody runs and that can tell; else nothing. */
export function leftText({ run, told }: RunOnServer): string {
  if (run === null || run.owner === null || told === null || told.secondsLeft === null) return "";
  return formatRoughDuration(told.secondsLeft);
}

/** The process that runs it, or whose worker coordinates it. */
export function ownerText({ run }: Pick<RunOnServer, "run">): string {
  return run === null || run.owner === null ? "" : `${run.owner} ${run.pid}`;
}

/** Who submitted and who runs it, and why it failed: lines, each with its break. */
export function whoText({ run }: Pick<RunOnServer, "run">): string {
  if (run === null) return "";
  const submitted =
    run.submittedBy === null ? "Not left to workers" : `Submitted on ${run.submittedBy}, lionlab ${run.version}`;
  const who =
    run.owner === null
      ? "nobody runs it"
      : `${run.coordinator === null ? "run" : "coordinated"} on ${run.owner}, process ${run.pid}`;
  return `${submitted}; ${who}. Priority ${run.priority}.\n`;
}
