/**
 * Training steps of the larger networks, Adam, two threads, against PyTorch on the same machine.
 *
 * Each network's row is printed as soon as it is measured; names after the benchmark's script choose some of them.
 * PyTorch runs in both layouts and is given its best. Needs a Python with PyTorch and timm (`LIONLAB_BENCH_PYTHON`).
 */
import { inTurn, labSide, machine, median, peerSide } from "./process.ts";

const threads = "2";
const rounds = 2;

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

const json = process.argv.includes("--json");
const chosen = process.argv.slice(2).filter((word) => word in cases);
if (!json) console.log(`two threads, Adam: ${machine()}; medians of ${rounds} alternating rounds`);
const rows = [];
for (const [name, count] of Object.entries(cases)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const steps = String(count);
  const peers = ["channels-last", "contiguous"].map((layout) =>
    peerSide(layout, "pytorch_networks.py", name, threads, layout, steps),
  );
  const lab = labSide("lionlab", name, threads, steps);
  const times = await inTurn([lab, ...peers], { rounds });
  const msOf = (label: string): number => median(times.get(label)!.map(({ medianMs }) => medianMs));
  const peakOf = (label: string): number => Math.max(...times.get(label)!.map(({ peakMiB }) => peakMiB));
  const best = peers.map(({ label }) => label).reduce((a, b) => (msOf(a) <= msOf(b) ? a : b));
  const version = times.get(best)![0]!.version;
  const row = { name, labMs: msOf(lab.label), best, peerMs: msOf(best), version };
  const ratio = row.peerMs / row.labMs;
  const [labMiB, peerMiB] = [peakOf(lab.label), peakOf(best)];
  rows.push({ ...row, ratio, labMiB, peerMiB });
  if (json) continue;
  const speed = `${row.labMs.toFixed(0)} ms a step, ${version} ${best} ${row.peerMs.toFixed(0)} ms: ${ratio.toFixed(2)} times its steps per second`;
  console.log(`  ${name.padEnd(20)} ${speed}; peak ${labMiB.toFixed(0)} MiB, ${peerMiB.toFixed(0)} MiB`);
}

if (json) console.log(JSON.stringify({ machine: machine(), rows }));
