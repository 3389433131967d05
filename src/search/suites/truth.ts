/**
 * The truth that proxies are held to: how well optimizers train real models when each is tuned fairly.
 *
 * It is data in a file, an entry for each real task and rule, and may be partial. What ranks rules is their mean rank over the tasks that
 * have all of them: the rules are those of the task with most, a task that lacks one of those is left out and named.
 */
import { z } from "zod";
import { LabError } from "../../core/errors.ts";
import { mean } from "../../stats/mean-interval.ts";
import { midRanks } from "../../stats/ranks.ts";

const entrySchema = z.strictObject({
  task: z.string().min(1),
  rule: z.string().min(1),
  /** Validation accuracy by seed, 0 … 1; 0 for a run that diverged. Empty where the source tells the mean alone. */
  scores: z.record(z.string(), z.number().min(0).max(1)),
  mean: z.number().min(0).max(1),
  /** The hyperparameters that tuning chose; null where the source does not tell. */
  setting: z.record(z.string(), z.union([z.number(), z.boolean()])).nullable(),
  /** Keys of the trials that judged; none where no study did. */
  keys: z.array(z.string()),
  /** `study`: computed by the study of that task. Anything else says where the figure comes from, and gives way to a study's. */
  source: z.string().min(1),
  date: z.string().min(1),
  processor: z.string().nullable(),
});

/** How well a rule did on a real task. */
export type TruthEntry = z.output<typeof entrySchema>;

/** The source of entries that `proxy-truth` collects. */
export const studySource = "study";

/** Fewest rules that a rank correlation is taken of. */
const fewestRules = 4;

/** Reads a truth file. Errors: `truth-file`. */
export function readTruth(text: string, file: string): readonly TruthEntry[] {
  const parsed = z.array(entrySchema).safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LabError("truth-file", `${file} is no truth file: ${issue!.path.join(".")}: ${issue!.message}.`);
}

/** What of the truth ranks rules. */
export interface Consensus {
  readonly tasks: readonly string[];
  /** Mean rank over the tasks, by rule; higher is better. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Ranks on each task that is used, by task and rule. */
  readonly byTask: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** What was to be measured and is not: tasks that are left out, and rules that no used task has. */
  readonly lacks: readonly TruthLack[];
  /** Entries of the tasks used that no study computed. */
  readonly unconfirmed: readonly TruthEntry[];
}

/** A task that does not have all that was wanted. `used`: whether it ranks rules nonetheless. */
export interface TruthLack {
  readonly task: string;
  readonly missing: readonly string[];
  readonly used: boolean;
  /** Nothing of it is measured. */
  readonly whole: boolean;
}

/** What was to be measured: tasks in the order of their worth, and rules. */
export interface TruthWanted {
  readonly tasks: readonly string[];
  readonly rules: readonly string[];
}

/** The ranks of the truth as far as it is known. Errors: `no-truth`, which says what to run. */
export function consensusOf(entries: readonly TruthEntry[], wanted: TruthWanted): Consensus {
  const known = (task: string): readonly string[] =>
    wanted.rules.filter((rule) => entries.some((entry) => entry.task === task && entry.rule === rule));
  const rules = wanted.tasks.map(known).reduce((most, own) => (own.length > most.length ? own : most), []);
  if (rules.length < fewestRules)
    throw new LabError(
      "no-truth",
      `Proxies are held to how optimizers do on real tasks, and no task has ${fewestRules} of them measured: run \`npx lionlab bench proxy-truth\`, which takes hours and goes on where it was stopped.`,
    );
  const tasks = wanted.tasks.filter((task) => rules.every((rule) => known(task).includes(rule)));
  const meanOf = (task: string, rule: string): number =>
    entries.find((entry) => entry.task === task && entry.rule === rule)!.mean;
  const ranksOn = (task: string): ReadonlyMap<string, number> => {
    const ranks = midRanks(rules.map((rule) => meanOf(task, rule)));
    return new Map(rules.map((rule, i) => [rule, ranks[i]!]));
  };
  const byTask = new Map(tasks.map((task) => [task, ranksOn(task)]));
  const lacks = wanted.tasks.map((task) => ({
    task,
    missing: wanted.rules.filter((rule) => !known(task).includes(rule)),
    used: tasks.includes(task),
    whole: known(task).length === 0,
  }));
  return {
    tasks,
    ranks: new Map(rules.map((rule) => [rule, mean([...byTask.values()].map((ranks) => ranks.get(rule)!))])),
    byTask,
    lacks: lacks.filter(({ missing }) => missing.length > 0),
    unconfirmed: entries.filter(
      ({ task, rule, source }) => tasks.includes(task) && rules.includes(rule) && source !== studySource,
    ),
  };
}

/** Sentences that say what a partial truth lacks; none for a whole one. */
export function lackSentences({ lacks, unconfirmed }: Consensus): readonly string[] {
  const tasks = [...new Set(unconfirmed.map(({ task, source, date }) => `${task} (${source}, ${date})`))];
  return [
    ...lacks.map(({ task, missing, used, whole }) => {
      if (whole) return `${task} is not measured`;
      return `${task} ${used ? "ranks without" : "is left out, for it lacks"} ${missing.join(", ")}`;
    }),
    ...tasks.map((task) => `${task} is no study's figure yet`),
  ];
}
