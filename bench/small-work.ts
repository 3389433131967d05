/**
 * Small work: how long `--help`, `plan`, `show` and `report` take, whole processes, on studies of ten thousand trials.
 *
 * Each is started as users start it: through `bin/lionlab.mjs` of this checkout, which looks whether its sources changed, and as a
 * package starts, through `dist/`. `plan` has 10 optimizers × 40 rates × 25 seeds; `show` reads a store of as many finished trials, of one
 * epoch each and, with the word `epochs`, of 40 too; with the word `report`, `report` of 40 as well, three times for the others' seven. Seconds of processor
 * time, which a busy machine changes less, beside the wall clock's, and the peak of resident memory.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { planStudy } from "../src/study/plan.ts";
import { readStudy } from "../src/study/read.ts";
import { readCall } from "./call.ts";
import { fillStore } from "./filled-store.ts";
import { machine, median } from "./process.ts";

const { json, given } = readCall({ more: { words: ["epochs", "report"] } });
const rounds = 7;
const reportRounds = 3;
const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lionlab-small-"));
const meter = join(folder, "meter.cjs");
const file = join(folder, "ten-thousand.yaml");

/** Seconds of one process. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
  /** MiB. */
  readonly peak: number;
}

writeFileSync(
  meter,
  `process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    const { maxRSS } = process.resourceUsage(); // KiB
    require("node:fs").writeSync(3, JSON.stringify({ cpu: (user + system) / 1e6, peak: maxRSS / 1024 }));
  });`,
);
writeFileSync(
  file,
  [
    "name: ten-thousand",
    "data: { name: fashion-mnist, validation: 0.2 }",
    "model: fashion-cnn",
    "training: { epochs: 40, batchSize: 128 }",
    "lr: { from: 0.00001, to: 0.1, points: 40, scale: log }",
    "seeds: 25",
    "optimizers: [lion, adam, adamw, sgd, adagrad, rmsprop, nadam, adamax, amsgrad, cautious-lion]",
  ].join("\n"),
);

try {
  const reported = given.more.includes("report");
  const depths = reported || given.more.includes("epochs") ? [1, 40] : [1];
  const stores = await Promise.all(depths.map(async (epochs) => ({ epochs, at: await filled(epochs) })));
  const calls: readonly { readonly name: string; readonly args: readonly string[]; readonly times?: number }[] = [
    { name: "--help", args: ["--help"] },
    { name: "plan quickstart", args: ["plan", "quickstart"] },
    { name: "plan, 10,000 trials", args: ["plan", file] },
    ...stores.map(({ epochs, at }) => ({ name: `show, 10,000 trials × ${epochs}`, args: ["show", at] })),
    ...stores
      .filter(({ epochs }) => reported && epochs > 1)
      .map(({ epochs, at }) => ({
        name: `report, 10,000 trials × ${epochs}`,
        args: ["report", at],
        times: reportRounds,
      })),
  ];
  const starts = { checkout: "bin/lionlab.mjs", package: "dist/cli/main.js" };
  const costs = calls.flatMap(({ name, args, times = rounds }) =>
    Object.entries(starts).map(([start, program]) => ({
      name,
      start,
      ...costOf([join(root, program), ...args], times),
    })),
  );
  if (json) console.log(JSON.stringify({ machine: machine(), costs }));
  else {
    console.log(`\nSmall work, medians of ${rounds}: ${machine()}`);
    for (const { name, start, cpu, wall, peak } of costs)
      console.log(
        `  ${name.padEnd(28)} ${start.padEnd(9)} ${cpu.toFixed(2)} s processor  ${wall.toFixed(2)} s wall  ${peak.toFixed(0)} MiB`,
      );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A folder with a store of the study, every trial finished after so many epochs. */
async function filled(epochs: number): Promise<string> {
  const at = join(folder, `${epochs}`);
  const plan = planStudy(await readStudy(file), { fingerprint: "0".repeat(64), command: "lionlab compare x.yaml" });
  await fillStore(join(at, "study.sqlite"), { plan, epochs });
  return at;
}

/** Median cost of a call; the first one, which may build the checkout, is not counted. */
function costOf(call: readonly string[], times: number): Cost {
  const costs = Array.from({ length: times + 1 }, () => run(call)).slice(1);
  const middle = (of: keyof Cost): number => median(costs.map((cost) => cost[of]));
  return { cpu: middle("cpu"), wall: middle("wall"), peak: middle("peak") };
}

function run(call: readonly string[]): Cost {
  const start = performance.now();
  const { status, output, stderr } = spawnSync(process.execPath, ["--require", meter, ...call], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
  });
  const wall = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`lionlab ${call.slice(1).join(" ")} failed: ${stderr}`);
  return { wall, ...(JSON.parse(String(output[3])) as Omit<Cost, "wall">) };
}
