/**
 * Scores program texts on a suite of proxy tasks: what a worker of the search does all day.
 *
 * The runs of a program are made task after task in the order of the suite, cheap tasks first, and seed after seed; after a
 * run that failed the rest is `skipped`, because its fitness is 0 whatever they give; and so it is where the runs so far lie further below
 * those of the parent than the race allows.
 */
import { LabError } from "../core/errors.ts";
import { flushSubnormals } from "../engine/flushed-subnormals.ts";
import { createArena } from "../kernels/arena.ts";
import { revisionMember, revisionOf } from "../models/revision.ts";
import { bindProgram } from "../program/bind.ts";
import { parseProgram } from "../program/parse.ts";
import type { Rule } from "../program/rule.ts";
import type { EvaluationRecord, ProxyScore, ProxyUse, SearchConfig } from "../records/search-records.ts";
import { mean } from "../stats/mean-interval.ts";
import { proxyNamed } from "../tasks/proxies/index.ts";
import { openProxyRunner, type ProxyRunner } from "./proxy-run.ts";

/** What to open. `dataDir`: folder of `--data`, or undefined for the usual places. */
export interface ProxySuite {
  readonly tasks: readonly ProxyUse[];
  readonly dataDir?: string | undefined;
}

/** How one program is evaluated. */
export interface ProxyEvaluationOptions {
  /** The schedule's peak, by which the program's rate is multiplied; default 1. */
  readonly rateMultiplier?: number;
  /** Seeds in place of those of the suite, for every task. */
  readonly seeds?: readonly number[];
  /** Gives a run up when it falls behind the scores of the parent, at the same task and seed. */
  readonly race?: (NonNullable<SearchConfig["race"]> & { readonly against: readonly ProxyScore[] }) | undefined;
}

/** Outcome of an evaluation. */
export interface ProxyEvaluation {
  /** Mean score over tasks and seeds, 0 … 1; 0 when any run failed. */
  readonly fitness: number;
  readonly status: Exclude<EvaluationRecord["status"], "failed">;
  /** One for each task and seed, in the order of the suite. */
  readonly scores: readonly ProxyScore[];
}

/** A suite ready to score programs. */
export interface ProxyEvaluator {
  /** Errors: `program-syntax`, `program-invalid`. A bad program is a result. */
  evaluate(programText: string, options?: ProxyEvaluationOptions): ProxyEvaluation;
  /** The same for a rule that is already bound. */
  evaluateRule(rule: Rule, options?: ProxyEvaluationOptions): ProxyEvaluation;
  /** Frees the memory of the suite. */
  close(): void;
}

/** A proxy as a suite asks for it. `gradientDoublings`: in place of the task's own; `rateDoublings`: none where absent. */
export interface ProxyRequest {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly gradientDoublings?: number | undefined;
  readonly rateDoublings?: number | undefined;
}

/** A task of the suite with its runner. */
interface OpenTask {
  readonly use: ProxyUse;
  readonly runner: ProxyRunner;
}

/**
 * Describes proxies as a search records them, by loading their data once.
 * Errors: `unknown-proxy-task`; those of the data.
 */
export async function proxyUses(
  names: readonly string[],
  { seeds, dataDir }: { readonly seeds: readonly number[]; readonly dataDir?: string | undefined },
): Promise<readonly ProxyUse[]> {
  const uses: ProxyUse[] = [];
  for (const name of names) uses.push(await proxyUse({ name, seeds }, { dataDir }));
  return uses;
}

/**
 * One proxy as a search records it; the task's own doublings are not written, so that older searches keep their keys. Where the checksum of
 * its data is known, the data is not loaded.
 */
export async function proxyUse(
  { name, seeds, gradientDoublings, rateDoublings = 0 }: ProxyRequest,
  {
    dataDir,
    fingerprint: known,
  }: { readonly dataDir?: string | undefined; readonly fingerprint?: string | undefined } = {},
): Promise<ProxyUse> {
  const task = proxyNamed(name);
  const fingerprint = known ?? (await task.load({ dataDir })).fingerprint;
  const own = gradientDoublings === undefined || gradientDoublings === task.gradientDoublings;
  const scales = { ...(own ? {} : { gradientDoublings }), ...(rateDoublings === 0 ? {} : { rateDoublings }) };
  return { task: name, ...revisionMember(task), fingerprint, steps: task.steps, seeds, ...scales };
}

/**
 * Loads the data of a suite and plans its graphs. From then on subnormal numbers count as zero in this thread, as they do in trials.
 * Errors: `unknown-proxy-task`; those of the data; `proxy-changed` where a task or its data are not what was recorded.
 */
export async function createProxyEvaluator({ tasks, dataDir }: ProxySuite): Promise<ProxyEvaluator> {
  await flushSubnormals();
  let open: OpenTask[] = [];
  for (const use of tasks) open.push(await openTask(use, dataDir));
  const evaluateRule = (rule: Rule, options: ProxyEvaluationOptions = {}): ProxyEvaluation =>
    runSuite(open, rule, options);
  return {
    evaluateRule,
    evaluate: (text, options) => evaluateRule(bindProgram(parseProgram(text), {}, text), options),
    close: () => {
      open = [];
    },
  };
}

async function openTask(use: ProxyUse, dataDir: string | undefined): Promise<OpenTask> {
  const task = proxyNamed(use.task);
  const data = await task.load({ dataDir });
  const { revision = 1 } = use;
  if (data.fingerprint !== use.fingerprint || task.steps !== use.steps || revision !== revisionOf(task)) {
    throw new LabError(
      "proxy-changed",
      `The proxy task ${use.task} was recorded at revision ${revision} with ${use.steps} steps on data ${use.fingerprint.slice(0, 12)}…, ` +
        `but here it has revision ${revisionOf(task)}, ${task.steps} steps, data ${data.fingerprint.slice(0, 12)}…. Use the same data and version, or start a new search.`,
      { task: use.task },
    );
  }
  const { gradientDoublings = task.gradientDoublings, rateDoublings = 0 } = use;
  return { use, runner: openProxyRunner({ ...task, gradientDoublings, rateDoublings }, data, createArena()) };
}

function runSuite(open: readonly OpenTask[], rule: Rule, options: ProxyEvaluationOptions): ProxyEvaluation {
  const scores: ProxyScore[] = [];
  const runs = open.reduce((sum, { use }) => sum + (options.seeds ?? use.seeds).length, 0);
  let status: ProxyEvaluation["status"] = "finished";
  for (const { use, runner } of open) {
    for (const seed of options.seeds ?? use.seeds) {
      if (status !== "finished") {
        scores.push(skipped(use.task, seed));
        continue;
      }
      const score = runner.score(rule, { seed, ...rateOf(options), race: raceOf(options, { task: use.task, seed }) });
      scores.push(score);
      if (score.status === "diverged" || score.status === "stopped") status = score.status;
      else if (scores.length < runs && isBehind(scores, options)) status = "stopped";
    }
  }
  const all = scores.map(({ score }) => score);
  return { fitness: status === "finished" && all.length > 0 ? mean(all) : 0, status, scores };
}

function rateOf({ rateMultiplier }: ProxyEvaluationOptions): { readonly rateMultiplier?: number } {
  return rateMultiplier === undefined ? {} : { rateMultiplier };
}

function raceOf({ race }: ProxyEvaluationOptions, { task, seed }: { task: string; seed: number }) {
  const rival = race?.against.find((score) => score.task === task && score.seed === seed);
  return race === undefined || rival === undefined
    ? undefined
    : { curve: rival.curve, factor: race.factor, from: race.from };
}

/** Whether the runs so far lie too far below those of the parent; see `race.slack`. */
function isBehind(scores: readonly ProxyScore[], { race }: ProxyEvaluationOptions): boolean {
  if (race?.slack === undefined) return false;
  const leads = scores.flatMap(({ task, seed, score }) => {
    const rival = race.against.find((one) => one.task === task && one.seed === seed && one.status === "finished");
    return rival === undefined ? [] : [score - rival.score];
  });
  return leads.length > 0 && mean(leads) < -race.slack / Math.sqrt(leads.length);
}

function skipped(task: string, seed: number): ProxyScore {
  return { task, seed, status: "skipped", score: 0, validationLoss: null, stepsSurvived: 0, curve: [] };
}
