/**
 * Small work: how long `--help`, `plan` and `show` take, whole processes, on studies of ten thousand trials.
 *
 * Each is started as users start it: through `bin/lionlab.mjs` of this checkout, which looks whether its sources changed, and as a
 * package starts, through `dist/`. `plan` has 10 optimizers × 40 rates × 25 seeds; `show` reads a store of as many finished trials, of one
 * epoch each and, with the word `epochs`, of 40 too. Seconds of processor time, which a busy machine changes less, beside the wall clock's.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { planStudy } from "../src/study/plan.ts";
import { readStudy } from "../src/study/read.ts";
import { fillStore } from "./filled-store.ts";
import { machine, median } from "./process.ts";

const rounds = 7;
const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lionlab-small-"));
const meter = join(folder, "meter.cjs");
const file = join(folder, "ten-thousand.yaml");

/** Seconds of one process. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

writeFileSync(
  meter,
  `process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    require("node:fs").writeSync(3, String((user + system) / 1e6));
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
  const depths = process.argv.includes("epochs") ? [1, 40] : [1];
  const stores = await Promise.all(depths.map(async (epochs) => ({ epochs, at: await filled(epochs) })));
  const calls = [
    { name: "--help", args: ["--help"] },
    { name: "plan quickstart", args: ["plan", "quickstart"] },
    { name: "plan, 10,000 trials", args: ["plan", file] },
    ...stores.map(({ epochs, at }) => ({ name: `show, 10,000 trials × ${epochs}`, args: ["show", at] })),
  ];
  const starts = { checkout: "bin/lionlab.mjs", package: "dist/cli/main.js" };
  const costs = calls.flatMap(({ name, args }) =>
    Object.entries(starts).map(([start, program]) => ({ name, start, ...costOf(join(root, program), args) })),
  );
  if (process.argv.includes("--json")) console.log(JSON.stringify({ machine: machine(), costs }));
  else {
    console.log(`\nSmall work, medians of ${rounds}: ${machine()}`);
    for (const { name, start, cpu, wall } of costs)
      console.log(`  ${name.padEnd(28)} ${start.padEnd(9)} ${cpu.toFixed(2)} s processor  ${wall.toFixed(2)} s wall`);
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
function costOf(program: string, args: readonly string[]): Cost {
  const costs = Array.from({ length: rounds + 1 }, () => run(program, args)).slice(1);
  return { cpu: median(costs.map(({ cpu }) => cpu)), wall: median(costs.map(({ wall }) => wall)) };
}

function run(program: string, args: readonly string[]): Cost {
  const start = performance.now();
  const { status, output, stderr } = spawnSync(process.execPath, ["--require", meter, program, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
  });
  const wall = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`lionlab ${args.join(" ")} failed: ${stderr}`);
  return { cpu: Number(String(output[3])), wall };
}
