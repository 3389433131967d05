/**
 * Training steps of the larger networks, Adam, two threads, against PyTorch on the same machine.
 *
 * PyTorch runs in both layouts and is given its best. Needs a Python with PyTorch and timm (`LIONLAB_BENCH_PYTHON`).
 */
import { inTurn, labSide, machine, median, peerSide } from "./process.ts";

const threads = "2";
const rounds = 3;

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

const rows = [];
for (const [name, count] of Object.entries(cases)) {
  const steps = String(count);
  const peers = ["channels-last", "contiguous"].map((layout) =>
    peerSide(`PyTorch, ${layout}`, "pytorch_networks.py", name, threads, layout, steps),
  );
  const lab = labSide("lionlab", name, threads, steps);
  const times = await inTurn([lab, ...peers], { rounds });
  const msOf = (label: string): number => median(times.get(label)!.map(({ medianMs }) => medianMs));
  const peakOf = (label: string): number => Math.max(...times.get(label)!.map(({ peakMiB }) => peakMiB));
  const best = peers.map(({ label }) => label).reduce((a, b) => (msOf(a) <= msOf(b) ? a : b));
  const version = times.get(best)![0]!.version;
  const row = { name, labMs: msOf(lab.label), best, peerMs: msOf(best), version };
  rows.push({ ...row, ratio: row.peerMs / row.labMs, labMiB: peakOf(lab.label), peerMiB: peakOf(best) });
}

if (process.argv.includes("--json")) console.log(JSON.stringify({ machine: machine(), rows }));
else {
  console.log(`\ntwo threads, Adam: ${machine()}, ${rows[0]!.version}; medians of ${rounds} alternating rounds`);
  for (const { name, labMs, best, peerMs, ratio, labMiB, peerMiB } of rows) {
    const speed = `${labMs.toFixed(0)} ms a step, ${best} ${peerMs.toFixed(0)} ms: ${ratio.toFixed(2)} times its steps per second`;
    console.log(`  ${name.padEnd(20)} ${speed}; peak ${labMiB.toFixed(0)} MiB, ${peerMiB.toFixed(0)} MiB`);
  }
}
