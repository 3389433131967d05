/**
 * Training steps of the larger networks, Adam, against PyTorch on the same machine: on two threads, as a sweep, or on its GPU.
 *
 * Each network's row is printed as soon as it is measured; names after the benchmark's script choose some of them, `sweep` two
 * trials of one thread side by side, as `compare` trains, and
 * `webgpu` or `cuda` the device, where PyTorch takes its own CUDA and one round has twenty times the steps.
 * PyTorch runs in both layouts, eager and in float32, and is given its best. What it takes in that layout by torch.compile (which needs a
 * compiler of C++) and, apart because its numbers are coarser, under autocast to bfloat16 stands in lines of their own.
 * Needs a Python with PyTorch and timm (`LIONLAB_BENCH_PYTHON`).
 */
import { LabError } from "../src/core/errors.ts";
import { devices } from "../src/onnx/device.ts";
import { callLine, readCall } from "./call.ts";
import { formLine, otherForms } from "./other-forms.ts";
import { inTurn, labSide, machine, median, peerSide, type Side } from "./process.ts";

/** Networks and their steps a round; the slow ones take fewer. */
const cases = {
  "cifar-cnn": 10,
  "cifar-cnn-improved": 10,
  "resnet-18": 6,
  "resnet-50": 4,
  "vit-ti-4": 4,
  "mixer-s-4": 4,
  "efficientnet-v2-s": 4,
} as const;

const { json, given } = readCall({
  networks: { words: Object.keys(cases) },
  devices: { words: devices, one: true },
  ways: { words: ["sweep"] },
});
const chosen = given.networks;
const device = given.devices[0] ?? "cpu";
const sweep = given.ways.length > 0;
const onGpu = device !== "cpu";
if (sweep && onGpu) {
  const sentence = `A sweep is measured on the processor, and the device was ${device}. Try: ${callLine(...chosen, "sweep")}`;
  throw new LabError("sweep-on-processor", sentence, { device });
}
const [threads, copies] = sweep ? (["1", 2] as const) : (["2", 1] as const);
const [peerDevice, rounds, many] = onGpu ? (["cuda", 1, 20] as const) : (["cpu", 2, 1] as const);
const digits = onGpu ? 1 : 0;
const onCpu = sweep ? "a sweep of two trials, one thread each" : "two threads";
const where = onGpu ? `${device}, PyTorch on cuda` : onCpu;
if (!json) console.log(`${where}, Adam: ${machine()}; medians of ${rounds} alternating rounds`);
const rows = [];
for (const [name, count] of Object.entries(cases)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const steps = String(count * many);
  const peerOf = (layout: string, form: string): Side =>
    peerSide(layout, "pytorch_networks.py", name, threads, layout, steps, peerDevice, form);
  const peers = ["channels-last", "contiguous"].map((layout) => peerOf(layout, "eager"));
  const lab = labSide("lionlab", name, threads, steps, device);
  const times = await inTurn([lab, ...peers], { rounds, copies });
  const msOf = (label: string): number => median(times.get(label)!.map(({ medianMs }) => medianMs));
  const peakOf = (label: string): number => Math.max(...times.get(label)!.map(({ peakMiB }) => peakMiB));
  const best = peers.map(({ label }) => label).reduce((a, b) => (msOf(a) <= msOf(b) ? a : b));
  const version = times.get(best)![0]!.version;
  const row = { name, labMs: msOf(lab.label), best, peerMs: msOf(best), version };
  const ratio = row.peerMs / row.labMs;
  const [labMiB, peerMiB] = [peakOf(lab.label), peakOf(best)];
  const others = await otherForms((form) => peerOf(best, form), { copies, labMs: row.labMs });
  rows.push({ ...row, ratio, labMiB, peerMiB, others });
  if (json) continue;
  const speed = `${row.labMs.toFixed(digits)} ms a step, ${version} ${best} ${row.peerMs.toFixed(digits)} ms: ${ratio.toFixed(2)} times its steps per second`;
  console.log(`  ${name.padEnd(20)} ${speed}; peak ${labMiB.toFixed(0)} MiB, ${peerMiB.toFixed(0)} MiB`);
  for (const other of others) console.log(`  ${"".padEnd(20)} ${formLine(other, digits)}`);
}

if (json) console.log(JSON.stringify({ machine: machine(), device, sweep, rows }));
