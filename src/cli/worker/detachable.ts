/** Which runs can be left to the workers of a server: those that need nothing of the machine that leaves. */
import { LabError } from "../../core/errors.ts";
import { isServed } from "../../records/location.ts";
import type { Call } from "../command.ts";
import { flagName } from "../options.ts";

/** Options that say what this machine does, which a run that is left has no part of. */
const ofThisMachine = ["workers", "out"] as const;

/** A run, before anything is done for it. */
export interface RunToCheck {
  readonly name: string;
  readonly call: Pick<Call, "options">;
  /** Address of the records. */
  readonly storage: string;
  /** What else of it is of this machine, and what to do, in words; the first is told. */
  readonly ties: readonly string[];
}

/** With `--detach`, refuses what would be needed of this machine after it has left; without, a priority. Errors: `cannot-detach`, `priority-alone`. */
export function refuseToDetach(run: RunToCheck): void {
  const { detach, priority } = run.call.options;
  if (detach === true) refuseTies(run);
  else if (priority !== undefined)
    throw new LabError(
      "priority-alone",
      `--priority ${priority} is for runs that are left to workers: add --detach, or use npx lionlab prioritise once it runs.`,
    );
}

function refuseTies({ name, call: { options }, storage, ties }: RunToCheck): void {
  const own = ofThisMachine.filter((option) => options[option] !== undefined);
  const [tie] = [
    ...(isServed(storage)
      ? []
      : ["its records would be in a file of this machine; give --storage postgresql://ROLE@HOST/DATABASE"]),
    ...own.map((option) => `--${flagName(option)} is about this machine; leave it out`),
    ...ties,
  ];
  if (tie !== undefined)
    throw new LabError("cannot-detach", `Cannot leave ${name} to the workers of a server: ${tie}.`);
}
