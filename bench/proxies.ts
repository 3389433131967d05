/**
 * Every proxy task and suite against the truth (bench/proxies/truth.json): does it rank optimizers as real tasks do, how noisy is it, what does it cost?
 *
 * Each rule's numbers are tuned on the suite, all with the same budget, and judged on draws of seeds that tuning never saw. Words are names of suites;
 * without any, all are measured, the cheapest first. What a rule scored is kept in runs/bench-proxies.json, so a run that was stopped goes on.
 */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { plainTable } from "../src/cli/plain-table.ts";
import { formatRoughDuration } from "../src/cli/progress/text.ts";
import { writeFileAtomically } from "../src/core/atomic-file.ts";
import { canonicalJson } from "../src/core/canonical-json.ts";
import { systemClock } from "../src/core/clock.ts";
import { sha256Hex } from "../src/core/hash.ts";
import { openWorkerPool } from "../src/jobs/worker-pool.ts";
import type { ProxyUse } from "../src/records/search-records.ts";
import { createWorkerJudge } from "../src/search/funnel/worker-judge.ts";
import { createQueuedEvaluators } from "../src/search/queued-evaluators.ts";
import { type BenchOutput, edgeText, type SuiteRow } from "../src/search/suites/figures-table.ts";
import { evaluationsOf, measureRule, type RuleScores, usualProtocol } from "../src/search/suites/measure-rule.ts";
import { realTasks } from "../src/search/suites/real-tasks.ts";
import { type ReferenceRule, referenceRules } from "../src/search/suites/reference-rules.ts";
import { allSuites, type Suite } from "../src/search/suites/suite.ts";
import { edgePairs, suiteFigures } from "../src/search/suites/suite-figures.ts";
import { suiteJudge } from "../src/search/suites/suite-judge.ts";
import { consensusOf, lackSentences, readTruth } from "../src/search/suites/truth.ts";
import { interquartileMean } from "../src/stats/iqm.ts";
import { readStudy } from "../src/study/read.ts";
import { createProxyEvaluator, proxyUse } from "../src/trainer/proxy-evaluator.ts";
import { readCall } from "./call.ts";
import { fromCheckout } from "./checkout.ts";
import { machine } from "./process.ts";

/** A suite that is measured. `ms`: processor time of one evaluation, the fastest of three. */
interface Measuring {
  readonly suite: Suite;
  readonly uses: readonly ProxyUse[];
  readonly ms: number;
}

/** A row as it is printed, with what each rule scored in the interquartile mean. */
type Row = SuiteRow & { readonly tasks: Suite["tasks"]; readonly scores: { readonly [rule: string]: number } };

const keptFile = "runs/bench-proxies.json";
const protocol = usualProtocol;
const known = await allSuites(fromCheckout("presets/"));
const { json, given } = readCall({ suites: { words: known.map(({ name }) => name) } });
const study = await readStudy(fromCheckout("bench/proxies/truth.yaml"));
const rules = referenceRules(study);
const truthFile = fromCheckout("bench/proxies/truth.json");
const wanted = { tasks: realTasks.map(({ name }) => name), rules: rules.map(({ name }) => name) };
const consensus = consensusOf(readTruth(readFileSync(truthFile, "utf8"), "bench/proxies/truth.json"), wanted);
const lacks = lackSentences(consensus);
tell(`the truth ranks ${consensus.ranks.size} rules on ${consensus.tasks.join(", ")}`);
for (const sentence of lacks) tell(`  ${sentence}`);

const kept = readKept();
const chosen = known.filter(({ name }) => given.suites.length === 0 || given.suites.includes(name));
const measurings: Measuring[] = [];
for (const suite of chosen) measurings.push(await opened(suite));
measurings.sort((a, b) => a.ms - b.ms);
const rows = await measureAll();
const output: BenchOutput = { machine: machine(), truth: { tasks: consensus.tasks, lacks }, rows };
if (json) console.log(JSON.stringify(output));
else print();

/** The kept outcomes by what determines them. */
function readKept(): Record<string, RuleScores> {
  return existsSync(keptFile) ? JSON.parse(readFileSync(keptFile, "utf8")) : {};
}

function keyOf({ uses }: Measuring, rule: ReferenceRule): string {
  const { name, centre, programAt } = rule;
  return sha256Hex(canonicalJson({ uses, rule: { name, centre, program: programAt(centre) }, protocol }));
}

async function opened(suite: Suite): Promise<Measuring> {
  const uses: ProxyUse[] = [];
  for (const task of suite.tasks) uses.push(await proxyUse(task));
  const evaluator = await createProxyEvaluator({ tasks: uses });
  const { programAt, centre } = rules.find(({ name }) => name === "adamw")!;
  const program = programAt(centre);
  const times = [0, 1, 2, 3].map(() => {
    const before = process.cpuUsage();
    evaluator.evaluate(program);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  evaluator.close();
  const ms = Math.min(...times.slice(1)); // the first compiles
  tell(`${suite.name}: ${ms.toFixed(0)} ms an evaluation`);
  return { suite, uses, ms };
}

/** Rows in the order of cost; each rule's scores are kept as soon as they are known. */
async function measureAll(): Promise<Row[]> {
  const workers = availableParallelism();
  const queue = openWorkerPool({ workers });
  const evaluators = createQueuedEvaluators({ queue, workers });
  const open = measurings.flatMap((one) =>
    rules.filter((rule) => kept[keyOf(one, rule)] === undefined).map(() => one.ms),
  );
  let left = open.reduce((sum, ms) => sum + ms, 0) * (evaluationsOf(protocol) / 1000);
  // Seconds of the clock for a second of evaluations at most: many settings are given up after their first draw.
  let pace = 0.6 / workers;
  tell(`${open.length} tunings to do, ${formatRoughDuration(left * pace)}`);
  try {
    const found: Row[] = [];
    for (const one of measurings) {
      const { suite, uses, ms } = one;
      const onFailure = tell;
      const judge = suiteJudge(
        suite,
        createWorkerJudge({ evaluators, uses, drain: new AbortController().signal, onFailure }),
      );
      const measured: RuleScores[] = [];
      for (const rule of rules) {
        const key = keyOf(one, rule);
        if (kept[key] === undefined) {
          const start = systemClock.now();
          kept[key] = (await measureRule(rule, { judge, suite: suite.name, protocol }))!;
          await writeFileAtomically(keptFile, `${JSON.stringify(kept, null, 1)}\n`);
          const most = (ms * evaluationsOf(protocol)) / 1000;
          pace += ((systemClock.now() - start) / most - pace) / 8;
          left -= most;
          tell(`${suite.name}, ${rule.name}: ${formatRoughDuration(left * pace)} left in all`);
        }
        measured.push(kept[key]!);
      }
      const scores = Object.fromEntries(measured.map((each) => [each.rule, interquartileMean(each.scores)]));
      found.push({ name: suite.name, ms, tasks: suite.tasks, ...suiteFigures(measured, consensus), scores });
    }
    return found;
  } finally {
    await queue.close();
  }
}

function print(): void {
  const numeric = (title: string) => ({ title, align: "right" as const });
  const columns = [
    { title: "suite" },
    numeric("rho"),
    numeric("95 % over rules"),
    numeric("ms"),
    numeric("draws for 0.002"),
  ];
  const cells = rows.map(({ name, rho, low, high, ms, seeds, edges }) => [
    ...[name, rho.toFixed(2), `${low.toFixed(2)} … ${high.toFixed(2)}`, ms.toFixed(0), String(seeds)],
    ...Object.values(edges).map(edgeText),
  ]);
  console.log(`\nProxies against the truth: ${machine()}; rules ranked by ${consensus.tasks.join(", ")}`);
  console.log(plainTable([...columns, ...edgePairs.map((pair) => numeric(pair.join(" - ")))], cells));
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
