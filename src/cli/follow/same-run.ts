/** Whether two processes were given the same run: what is followed must be what was asked for. */
import { canonicalJson } from "../../core/canonical-json.ts";
import { LabError } from "../../core/errors.ts";

/** A run as its record keeps it. `keys`: of what it computes. */
export interface RecordedRun {
  readonly config: unknown;
  readonly keys: readonly string[];
}

/** Settings that say where files lie, which is another place on each machine; keys hold what is in them. */
const places: readonly string[] = ["init", "data.path"];

/** Refuses to follow a run of the name that is not the same. Errors: `run-differs`, which names settings. */
export function refuseOtherRun(name: string, wanted: RecordedRun, running: RecordedRun): void {
  const names = differences(wanted.config, running.config);
  const recorded = new Set(running.keys);
  const isSame = names.length === 0 && wanted.keys.every((key) => recorded.has(key));
  if (isSame) return;
  const what = names.length > 0 ? names.join(", ") : "data, or the version of what computes it";
  throw new LabError(
    "run-differs",
    `Cannot run ${name}: another process is running one of that name that differs in ${what}; wait for it, stop it, or give this one another name.`,
    { name, differences: names },
  );
}

/** Names of the settings that differ, `training.epochs` for those inside others. */
function differences(wanted: unknown, running: unknown, prefix = ""): readonly string[] {
  if (!isRecord(wanted) || !isRecord(running)) return canonicalJson(wanted) === canonicalJson(running) ? [] : [prefix];
  return [...new Set([...Object.keys(wanted), ...Object.keys(running)])].flatMap((key) => {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    return places.includes(name) ? [] : differences(wanted[key] ?? null, running[key] ?? null, name);
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
