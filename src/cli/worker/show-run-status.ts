/** What `lionlab status RUN` shows: a run of a server, who submitted and who coordinates it, and what is under way and failed. */
import { jobStatus, jobsOfRun, type RunStatus } from "../../jobs/postgres/job-status.ts";
import { type Call, requiredArgument } from "../command.ts";
import { namedRun } from "./named-run.ts";
import { leftText, stateText, whoText } from "./run-words.ts";
import { serverOf } from "./run-worker.ts";
import type { RunDetails } from "./served-kind.ts";
import { servedKind, servedKinds } from "./served-kinds.ts";
import { showAgain } from "./show-status.ts";

/** With what the server knows of its run; null where it never shared jobs there. */
interface ShownRun extends RunDetails {
  readonly name: string;
  readonly run: RunStatus | null;
}

/** Returns the exit code. Errors: `unknown-run`, `which-run`, `no-jobs`, `no-server`, and those of the server. */
export async function showRunStatus(call: Call): Promise<number> {
  const address = serverOf(call);
  const target = call.options.storage!;
  const { kind, name } = namedRun(requiredArgument(call, "run"), await storedRuns(target), address.place);
  const served = await servedKind(kind);
  return showAgain(call, async () => {
    const [jobs, { runs }] = [await jobsOfRun(address, { kind, name }), await jobStatus(address)];
    const details = await served.details(name, { target, jobs });
    const run = runs.find((each) => each.kind === kind && each.name === name) ?? null;
    return call.options.json === true
      ? `${JSON.stringify({ kind, name, run, ...details.facts })}\n`
      : textOf({ ...details, name, run });
  });
}

/** All that have records on the server. */
async function storedRuns(target: string) {
  const runs = [];
  for (const { kind, standings } of await servedKinds())
    runs.push(...(await standings(target)).map(({ name }) => ({ kind, name })));
  return runs;
}

function textOf({ name, run, told, done, tables }: ShownRun): string {
  const at = { run, told };
  const [state, left] = [stateText(at), leftText(at)];
  const failed = run?.state === "failed" && run.sentence !== null ? `${run.sentence}\n` : "";
  return [
    `${name}: ${done}${state === "" ? "" : `; ${state}`}${left === "" ? "" : `, ${left} left`}.\n`,
    whoText(at),
    failed,
    ...tables,
  ]
    .filter((each) => each !== "")
    .join("\n");
}
