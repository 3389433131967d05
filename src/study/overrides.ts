/**
 * Changes to a study from the command line: made to the file's data before it is checked, so that one set of rules holds.
 */
import { LabError, nearest } from "../core/errors.ts";
import type { Path } from "../core/located.ts";
import { ownValue } from "../core/plain-keys.ts";
import { lionKPrefix } from "../optimizers/lion-k.ts";
import { resolveOptimizer } from "../optimizers/resolve.ts";
import { settingsAsked, type TrainingOptionValues } from "./training-flags.ts";

/** Changes to a study. `set` holds `key=value` texts on dotted paths, e.g. `optimizers.0.lr=[0.01, 0.1]`. */
export interface Overrides extends TrainingOptionValues {
  /** Number of seeds that the study judges by, or a list of them. */
  readonly seeds?: number | readonly number[];
  readonly limitTrain?: number;
  readonly device?: string;
  readonly convention?: string;
  /** Names or labels of the study's optimizers to keep, in this order; other names and program files are added. */
  readonly optimizers?: readonly string[];
  /** Convex functions K: each makes one optimizer of `lionk` among the names, or all of them where no names are given. */
  readonly k?: readonly string[];
  readonly init?: string;
  readonly set?: readonly string[];
}

/** The family's name, which needs a K. */
const lionK = "lionk";

/** A change: the value at a path, and the flag that asked for it. */
export interface Change {
  readonly path: Path;
  readonly value: unknown;
  readonly flag: string;
}

/** The changes that overrides ask for, in order. `parseValue` reads the text after `=` (as YAML). Errors: `bad-set`. */
export function changesOf(
  overrides: Overrides,
  study: unknown,
  parseValue: (text: string) => unknown,
): readonly Change[] {
  const changes: Change[] = [];
  const add = (flag: string, path: Path, value: unknown): void => {
    if (value !== undefined) changes.push({ flag, path, value });
  };
  for (const { flag, setting, value } of settingsAsked(overrides, trainingIn(study)))
    add(flag, ["training", setting], value);
  add("--seeds", tunes(study) ? ["evaluation", "seeds"] : ["seeds"], overrides.seeds);
  add("--limit-train", ["data", "limitTrain"], overrides.limitTrain);
  add("--device", ["device"], overrides.device);
  add("--convention", ["convention"], overrides.convention);
  add("--init", ["init"], overrides.init);
  const wanted = overrides.optimizers ?? (overrides.k === undefined ? undefined : [lionK]);
  if (wanted !== undefined) add("--optimizers", ["optimizers"], chooseOptimizers(withK(wanted, overrides.k), study));
  for (const text of overrides.set ?? [])
    changes.push(parseSet(text, { parseValue, example: "training.batchSize=64" }));
  return changes;
}

/** `study` with the changes made; what is not on a changed path is shared, nothing is mutated. Errors: `bad-set`. */
export function applyChanges(study: unknown, changes: readonly Change[]): unknown {
  return changes.reduce((data, change) => replaced(data, change, 0), study);
}

/** What a study's data says of training, nothing where it is no table. */
function trainingIn(study: unknown): Readonly<Record<string, unknown>> {
  const training = (study as { readonly training?: unknown } | null | undefined)?.training;
  return typeof training === "object" && training !== null ? (training as Record<string, unknown>) : {};
}

/** Whether a study's data says that it tunes. */
function tunes(study: unknown): boolean {
  return ((study ?? {}) as { readonly tuning?: unknown }).tuning !== undefined;
}

/** The names with `lionk` spelled out for each K. Errors: `k-missing`, `k-unused`. */
function withK(wanted: readonly string[], k: readonly string[] | undefined): readonly string[] {
  if (k === undefined) return wanted;
  if (!wanted.includes(lionK)) {
    throw new LabError(
      "k-unused",
      "--k chooses the K of the optimizer lionk: name lionk among --optimizers, or leave --optimizers out.",
    );
  }
  return wanted.flatMap((name) => (name === lionK ? k.map((each) => `${lionKPrefix}${each}`) : [name]));
}

/** The study's entries named or labelled by `wanted`, in that order; a name that is not there becomes an entry of its own. */
function chooseOptimizers(wanted: readonly string[], study: unknown): readonly unknown[] {
  const { optimizers, lr } = (study ?? {}) as { readonly optimizers?: unknown; readonly lr?: unknown };
  const entries: readonly unknown[] = Array.isArray(optimizers) ? optimizers : [];
  return wanted.flatMap((name) => {
    const labelled = entries.filter((entry) => labelOf(entry) === name);
    const found = labelled.length > 0 ? labelled : entries.filter((entry) => nameOf(entry) === name);
    return found.length > 0 ? found : [lr === undefined && !tunes(study) ? withDefaultRates(name) : name];
  });
}

/** An entry with five rates from a tenth to ten times the optimizer's default; an unknown name alone, to be refused later. */
function withDefaultRates(name: string): unknown {
  try {
    const { lr } = resolveOptimizer({ name });
    return { name, lr: { from: clean(lr / 10), to: clean(lr * 10), points: 5, scale: "log" } };
  } catch (error) {
    if (error instanceof LabError && (error.code === "unknown-optimizer" || error.code === "k-missing")) return name;
    throw error;
  }
}

function clean(x: number): number {
  return Number(x.toPrecision(12));
}

function nameOf(entry: unknown): unknown {
  return typeof entry === "string" ? entry : (entry as { name?: unknown } | null)?.name;
}

function labelOf(entry: unknown): unknown {
  return (entry as { label?: unknown } | null)?.label ?? nameOf(entry);
}

/** The change that `--set key=value` asks for; `parseValue` reads the text after `=`. Errors: `bad-set` with the example. */
export function parseSet(
  text: string,
  { parseValue, example }: { readonly parseValue: (text: string) => unknown; readonly example: string },
): Change {
  const equals = text.indexOf("=");
  const path = text.slice(0, equals).trim();
  if (equals < 1 || path.split(".").some((part) => part === "" || part === "__proto__"))
    throw new LabError("bad-set", `--set needs key=value with a dotted key, such as ${example}, but got "${text}".`, {
      text,
    });
  return { flag: `--set ${path}`, path: path.split("."), value: parseValue(text.slice(equals + 1)) };
}

function replaced(data: unknown, change: Change, depth: number): unknown {
  const part = change.path[depth];
  if (part === undefined) return change.value;
  if (Array.isArray(data)) return replacedItem(data, change, depth);
  if (data !== undefined && (typeof data !== "object" || data === null)) throw notInside(change, depth);
  const object = (data ?? {}) as Readonly<Record<PropertyKey, unknown>>;
  return { ...object, [part]: replaced(ownValue(object, part), change, depth + 1) };
}

function replacedItem(items: readonly unknown[], change: Change, depth: number): readonly unknown[] {
  const part = String(change.path[depth]);
  const index = /^\d+$/.test(part)
    ? Number(part)
    : items.findIndex((item) => labelOf(item) === part || nameOf(item) === part);
  const item = items[index];
  if (item === undefined) {
    const names = items.map((entry) => String(labelOf(entry)));
    const near = nearest(part, names);
    throw new LabError(
      "bad-set",
      `${change.flag} names "${part}", but the list has ${items.length} items (${(near.length > 0 ? near : names).join(", ")}); give a position from 0 to ${items.length - 1} or one of those names.`,
      { part },
    );
  }
  const whole = typeof item === "string" && depth + 1 < change.path.length ? { name: item } : item;
  return items.with(index, replaced(whole, change, depth + 1));
}

function notInside(change: Change, depth: number): LabError {
  const inside = change.path.slice(0, depth).join(".");
  return new LabError(
    "bad-set",
    `${change.flag} reaches into ${inside}, but that is a single value; set ${inside} itself.`,
    {
      path: change.path,
    },
  );
}
