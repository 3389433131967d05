/**
 * Work shared through a PostgreSQL server: what its queue takes, and how many workers it bears.
 *
 * `jobs`: jobs that do nothing, one worker. `trials`: trials of ten seconds on one worker and on two, and one of a minute whole and in slices of six seconds. `crowd`: a thousand workers that only wait, each with the connection, the words and the statements of
 * `lionlab worker --slots 1`, under jobs of a minute, as slices are, and of ten seconds; `small-crowd`: a hundred. The server is that of `LIONLAB_STORAGE`, else one that is started for
 * the benchmark on this machine, which then pays for everybody.
 */
import { readCall } from "./call.ts";
import { machine } from "./process.ts";
import { type BenchServer, benchServer } from "./served/bench-server.ts";
import { emptyJobs } from "./served/empty-jobs.ts";
import { type CrowdFigures, simulateCrowd } from "./served/many-workers.ts";
import { realTrials } from "./served/real-trials.ts";

const parts = ["jobs", "trials", "crowd", "small-crowd"] as const;
const { json, given } = readCall({ parts: { words: parts } });
const wanted = given.parts.length === 0 ? ["jobs", "small-crowd"] : given.parts;
const tellEverySeconds = 0.5; // a few times a second, as trials do

const server = await benchServer({ max_connections: "1100" });
try {
  if (!json) console.log(`\nWork through a server: ${machine()}; ${server.about}`);
  if (wanted.includes("jobs")) await showJobs(server);
  if (wanted.includes("trials")) await showTrials(server);
  if (wanted.includes("small-crowd")) await showCrowd(server, { workers: 100, everySeconds: [20, 2] });
  if (wanted.includes("crowd")) await showCrowd(server, { workers: 1000, everySeconds: [60, 10] });
} finally {
  await server.close();
}

async function showJobs(on: BenchServer): Promise<void> {
  const figures = await emptyJobs(on, 300);
  if (json) return console.log(JSON.stringify({ part: "jobs", ...figures }));
  const { alone, inTurn, processor } = figures;
  console.log(
    `  an empty job: ${alone.toFixed(1)} ms from queueing it to hearing its end (wanted: below 20); one after another ${inTurn.toFixed(1)} ms each, ` +
      `${processor.toFixed(1)} ms of processor time of coordinator and worker`,
  );
}

async function showTrials(on: BenchServer): Promise<void> {
  const figures = await realTrials(on);
  if (json) return console.log(JSON.stringify({ part: "trials", ...figures }));
  const { trials, trialSeconds, one, two, whole, sliced, slices } = figures;
  const each = (sliced - whole) / (slices - 1);
  console.log(
    `  ${trials} trials of ${trialSeconds.toFixed(1)} s: one worker ${one.toFixed(1)} s, two ${two.toFixed(1)} s: ${(one / two).toFixed(2)} times (wanted: 1.9)\n` +
      `  one trial: whole ${whole.toFixed(1)} s, in ${slices} slices ${sliced.toFixed(1)} s: ${each.toFixed(2)} s for each further slice, ${percent(each / 60)} of a minute (wanted: below 3 %)`,
  );
}

async function showCrowd(
  on: BenchServer,
  { workers, everySeconds }: { readonly workers: number; readonly everySeconds: readonly number[] },
): Promise<void> {
  for (const seconds of everySeconds) {
    process.stderr.write(`${workers} workers, jobs of ${seconds} s\n`);
    const figures = await simulateCrowd(on, { workers, order: { seconds, tellEverySeconds }, seconds: 30 });
    if (json) console.log(JSON.stringify({ part: "crowd", workers, seconds, ...figures }));
    else console.log(crowdText({ workers, seconds, ...figures }));
  }
}

function crowdText(of: CrowdFigures & { readonly workers: number; readonly seconds: number }): string {
  const ms = (values: readonly [number, number]): string =>
    values.map((value) => `${value.toFixed(0)} ms`).join(", 99 in 100 within ");
  const server = of.serverCpu === null ? "" : `, server ${percent(of.serverCpu)} of a core`;
  const memory = of.serverPrivateMiB === null ? "" : `, ${of.serverPrivateMiB.toFixed(0)} MiB of its own`;
  return [
    `  ${of.workers} workers, jobs of ${of.seconds} s: ${of.jobsPerSecond.toFixed(1)} jobs a second (${(of.workers / of.seconds).toFixed(1)} if nobody ever waited)`,
    `    a worker waits between two jobs: ${ms(of.idleMs)}`,
    `    ${of.connections} connections${server}${memory}; coordinator ${percent(of.coordinatorCpu)}, a worker ${percent(of.workerCpu)}`,
  ].join("\n");
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
