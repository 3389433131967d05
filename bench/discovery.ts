/**
 * Evaluations a second of a stream of 200 different mutated programs on the MLP task, one core, against JAX and PyTorch.
 *
 * Every program trains the perceptron 64-32-10 for 500 steps of batch 64 from the same weights on the same batches, and its
 * validation loss is taken. The laboratory does what a worker of a search does, from the program's text; JAX compiles one
 * scan per program, since every program is new; PyTorch runs eagerly. The peers take every nth program of the same stream,
 * since the rate is per program. All losses are compared, so that all sides are seen to do the same work.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCall } from "./call.ts";
import { machine, median, onOneCore, peerSide, runJson, type Side, scriptSide } from "./process.ts";
import { writeStream } from "./program-stream.ts";

const { json } = readCall({});
const programs = 200;
const rounds = 3;
const jaxPrograms = 20;
const pytorchPrograms = 40;

/** What every side prints. `chosen`: indices of the programs of the stream; absent: all. */
interface Outcome {
  readonly version: string;
  readonly chosen?: readonly number[];
  readonly results: readonly { readonly seconds: number; readonly loss: number; readonly firstTenth: number }[];
  /** Seconds of reading and binding each program; the laboratory's side. */
  readonly binding?: readonly number[];
}

const folder = mkdtempSync(join(tmpdir(), "lionlab-bench-"));
try {
  process.stderr.write(`writing the stream of ${programs} programs\n`);
  const { leftOut } = await writeStream(folder, programs);
  const lab = onOneCore(scriptSide("lionlab", "lab-programs.js", folder));
  const jax = onOneCore(peerSide("JAX, jit of a scan per program", "jax_programs.py", folder, String(jaxPrograms)));
  const pytorch = onOneCore(
    peerSide("PyTorch, eager, 1 thread", "pytorch_programs.py", folder, String(pytorchPrograms)),
  );
  const outcomes = new Map<Side, Outcome[]>([lab, jax, pytorch].map((side) => [side, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [side, of] of outcomes) of.push(await runJson<Outcome>(side));
  }
  const own = outcomes.get(lab)![0]!;
  const rows = [...outcomes].map(([{ label }, of]) => ({
    label,
    programs: of[0]!.results.length,
    secondsPerProgram: median(of.map(({ results }) => mean(results.map(({ seconds }) => seconds)))),
    ...deviations(own, of[0]!),
  }));
  const ratios = rows.slice(1).map(({ label, secondsPerProgram }) => ({
    label,
    ratio: secondsPerProgram / rows[0]!.secondsPerProgram,
  }));
  const bindingMs = 1e3 * mean(own.binding!);
  if (json) {
    console.log(JSON.stringify({ machine: machine(), leftOut, rows, ratios, bindingMs }));
  } else print({ leftOut, rows, ratios, bindingMs });
} finally {
  rmSync(folder, { recursive: true });
}

type Row = { readonly label: string; readonly programs: number; readonly secondsPerProgram: number } & Deviations;

/** Relative differences from the laboratory's losses: of the first 50 training losses, and of the validation loss. */
interface Deviations {
  readonly firstTenth: readonly number[];
  readonly loss: readonly number[];
}

function deviations(own: Outcome, other: Outcome): Deviations {
  const chosen = other.chosen ?? own.results.map((_, i) => i);
  const apart = (key: "firstTenth" | "loss"): number[] =>
    chosen.map((at, i) => Math.abs(other.results[i]![key] - own.results[at]![key]) / own.results[at]![key]);
  return { firstTenth: apart("firstTenth"), loss: apart("loss") };
}

function print(found: {
  leftOut: number;
  rows: readonly Row[];
  ratios: readonly { readonly label: string; readonly ratio: number }[];
  bindingMs: number;
}): void {
  const { leftOut, rows, ratios, bindingMs } = found;
  console.log(`\n${programs} programs, MLP 64-32-10, batch 64, 500 steps: ${machine()}; medians of ${rounds} rounds`);
  console.log(`(${leftOut} mutants on the way did not learn and are left out)`);
  for (const { label, programs: count, secondsPerProgram } of rows) {
    const rate = 1 / secondsPerProgram;
    console.log(
      `  ${label.padEnd(32)} ${(1e3 * secondsPerProgram).toFixed(1).padStart(8)} ms, ${rate.toFixed(2).padStart(7)} a second (${count} programs)`,
    );
  }
  for (const { label, ratio } of ratios) console.log(`  ${ratio.toFixed(1)} times the programs per second of ${label}`);
  console.log(`  reading and binding a program: ${bindingMs.toFixed(2)} ms of the laboratory's time`);
  console.log("losses against the laboratory's, relative, median and largest:");
  for (const { label, firstTenth, loss } of rows.slice(1)) {
    const show = (values: readonly number[]): string =>
      `${median(values).toExponential(1)}, ${Math.max(...values).toExponential(1)}`;
    console.log(`  ${label.padEnd(32)} first 50 steps ${show(firstTenth)}; validation ${show(loss)}`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
