/**
 * Training steps of fashion-cnn, batch 128, with dropout and Adam, against PyTorch on the same machine.
 *
 * Two ways to use two cores: one trial on two threads, and a sweep of two single-threaded trials side by side. PyTorch
 * runs at each of its settings and is given its best; beside the sweep stands what it takes in other forms than eager float32. Needs a Python with PyTorch (`LIONLAB_BENCH_PYTHON`).
 */
import { readCall } from "./call.ts";
import { formLine, otherForms } from "./other-forms.ts";
import { inTurn, labSide, machine, median, peerSide, type Side, type Times } from "./process.ts";

const { json } = readCall({});
const steps = "60";
const rounds = 5;
const peer = "pytorch_fashion_cnn.py";

const oneTrial = await compare("one trial, two threads", {
  lab: labSide("lionlab", "fashion-cnn", "2", steps),
  peers: settings(["1", "2"]),
  copies: 1,
});
const sweep = await compare("a sweep: two trials, one thread each", {
  lab: labSide("lionlab", "fashion-cnn", "1", steps),
  peers: settings(["1"]),
  copies: 2,
});

const layout = sweep.best.split(", ").at(-1)!;
const others = await otherForms((form) => peerSide(layout, peer, "1", layout, steps, form), {
  copies: 2,
  labMs: sweep.ms.lionlab!,
});

if (json) console.log(JSON.stringify({ machine: machine(), oneTrial, sweep, others }));
else {
  console.log(`\nfashion-cnn, batch 128: ${machine()}, ${oneTrial.version}; medians of ${rounds} alternating rounds`);
  for (const row of [oneTrial, sweep]) {
    console.log(`\n${row.title}: ${row.ratio.toFixed(2)} times PyTorch's steps per second (its best: ${row.best})`);
    for (const [label, ms] of Object.entries(row.ms)) console.log(`  ${label.padEnd(34)} ${ms.toFixed(1)} ms a step`);
    console.log(`  peak memory of one lionlab process: ${row.peakMiB.toFixed(0)} MiB`);
  }
  for (const other of others) console.log(`  ${formLine(other, 1)}`);
}

function settings(threads: readonly string[]): readonly Side[] {
  return threads.flatMap((count) =>
    ["channels-last", "contiguous"].map((layout) =>
      peerSide(`PyTorch, ${count} thread${count === "1" ? "" : "s"}, ${layout}`, peer, count, layout, steps),
    ),
  );
}

async function compare(title: string, { lab, peers, copies }: { lab: Side; peers: readonly Side[]; copies: number }) {
  const times = await inTurn([lab, ...peers], { rounds, copies });
  const middle = (of: readonly Times[]): number => median(of.map(({ meanMs }) => meanMs));
  const ms = Object.fromEntries([...times].map(([label, of]) => [label, middle(of)]));
  const best = peers.map(({ label }) => label).reduce((a, b) => (ms[a]! <= ms[b]! ? a : b));
  const version = times.get(best)![0]!.version;
  const peakMiB = Math.max(...times.get(lab.label)!.map((one) => one.peakMiB));
  return { title, ms, best, ratio: ms[best]! / ms[lab.label]!, version, peakMiB };
}
