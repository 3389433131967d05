/**
 * Steps of a small perceptron, 64-32-10, batch 64, 500 steps a call with Lion, one thread, against eager PyTorch.
 *
 * Small models show what the laboratory itself costs: the loop, its feeds and one kernel call per node.
 */
import { readCall } from "./call.ts";
import { inTurn, labSide, machine, median, peerSide } from "./process.ts";

const { json } = readCall({});
const rounds = 7;
const lab = labSide("lionlab", "mlp", "1", "5000");
const peer = peerSide("PyTorch, eager, 1 thread", "pytorch_mlp.py");
const times = await inTurn([lab, peer], { rounds });
const us = Object.fromEntries([...times].map(([label, of]) => [label, median(of.map(({ medianUs }) => medianUs))]));
const ratio = us[peer.label]! / us[lab.label]!;

if (json) console.log(JSON.stringify({ machine: machine(), us, ratio }));
else {
  console.log(`\nMLP 64-32-10, batch 64, Lion: ${machine()}; medians of ${rounds} alternating rounds`);
  for (const [label, value] of Object.entries(us)) console.log(`  ${label.padEnd(28)} ${value.toFixed(1)} µs a step`);
  console.log(`  ${ratio.toFixed(1)} times PyTorch's steps per second`);
}
