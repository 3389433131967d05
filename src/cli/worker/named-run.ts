/** Which run of a server a user means. */
import { basename } from "node:path";
import { LabError, nearest } from "../../core/errors.ts";
import type { RunName } from "../../jobs/postgres/runs.ts";

/** The run that is named, as NAME or runs/NAME, or KIND:NAME where a study and a discovery have the name. Errors: `which-run`, `unknown-run`. */
export function namedRun<Run extends RunName>(target: string, runs: readonly Run[], place: string): Run {
  const [, kind, name] = /^(?:(study|discovery):)?(.*)$/.exec(basename(target)) ?? [];
  const named = runs.filter((run) => run.name === name && (kind === undefined || run.kind === kind));
  const [run] = named;
  if (run !== undefined && named.length === 1) return run;
  if (run !== undefined)
    throw new LabError(
      "which-run",
      `There are a study and a discovery named ${name} at ${place}: say study:${name} or discovery:${name}.`,
    );
  const names = runs.map((each) => each.name);
  const near = nearest(name ?? target, names);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(", ")}?`
      : names.length > 0
        ? `Runs there: ${names.join(", ")}.`
        : "No run was shared there yet.";
  throw new LabError("unknown-run", `There is no run "${target}" at ${place}. ${hint}`, { given: target, runs: names });
}
