/** A small training as one loop: a perceptron 16-24-5 on fixed data, with Lion, momentum in a slot and dropout rows. */
import { gradients } from "../../src/autodiff/gradients.ts";
import { floatTensor, sizeOf, type Tensor } from "../../src/core/tensor.ts";
import { createBuilder } from "../../src/graph/builder.ts";
import type { Value } from "../../src/graph/graph.ts";
import type { LoopSpec } from "../../src/graph/loop.ts";
import { spread } from "../../src/graph/ops/samples.ts";

const IMAGES = 64;
const BATCH = 16;
const STEPS = 40;
const LAYERS = [
  [16, 24],
  [24, 1],
  [5, 24],
  [5, 1],
] as const;
const PARAMETERS = LAYERS.reduce((sum, shape) => sum + sizeOf(shape), 0);

/** The loop: one training step and how its values take part. */
export function perceptronLoop(): LoopSpec {
  const b = createBuilder();
  const params = b.input("params", { dtype: "float", shape: [PARAMETERS] });
  const momentum = b.input("momentum", { dtype: "float", shape: [PARAMETERS] });
  const pixels = b.input("pixels", { dtype: "byte", shape: [IMAGES, 16] });
  const labels = b.input("labels", { dtype: "int", shape: [IMAGES] });
  const bank = b.input("bank", { dtype: "float", shape: [8, BATCH] });
  const batch = b.input("batch", { dtype: "int", shape: [BATCH] });
  const rows = b.input("rows", { dtype: "int", shape: [24] });
  const lr = b.input("lr", { dtype: "float", shape: [] });

  let at = 0;
  const leaves = LAYERS.map((shape) => {
    const start = at;
    at += sizeOf(shape);
    return b.reshape(b.slice(params, { axis: 0, start, end: at }), { shape });
  }) as [Value, Value, Value, Value];
  const picked = b.cast(b.gather(pixels, batch, { axis: 0 }), { to: "float" });
  const x = b.mul(b.transpose(picked, { perm: [1, 0] }), b.scalar(1 / 255)); // [pixels, batch]
  const hidden = b.relu(b.add(b.matmul(leaves[0], x, { transA: true }), leaves[1]));
  const kept = b.mul(hidden, b.gather(bank, rows, { axis: 0 }));
  const logits = b.add(b.matmul(leaves[2], kept), leaves[3]); // [classes, batch]
  const classes = b.constant({ dtype: "int", shape: [5, 1], data: Int32Array.of(0, 1, 2, 3, 4) });
  const target = b.gather(labels, batch, { axis: 0 });
  const isLabel = b.cast(b.equal(classes, b.reshape(target, { shape: [1, BATCH] })), { to: "float" });
  const loss = b.mul(b.sum(b.mul(isLabel, b.logSoftmax(logits, { axis: 0 }))), b.scalar(-1 / BATCH));
  const hits = b.cast(b.equal(b.argmax(logits, { axis: 0 }), target), { to: "float" });
  const parts = gradients(b, loss, leaves).map((part) => b.reshape(part, { shape: [sizeOf(part.shape)] }));
  const g = b.concat(parts, { axis: 0 });
  const mix = (rate: number): Value => b.add(momentum, b.mul(b.scalar(rate), b.sub(g, momentum)));
  const step = b.mul(lr, b.sign(mix(0.1)));
  return {
    name: "perceptron",
    body: b.build({ params: b.sub(params, step), momentum: mix(0.01), loss, correct: b.sum(hits) }),
    carried: ["params", "momentum"],
    perStep: ["batch", "rows", "lr"],
    captured: ["pixels", "labels", "bank"],
    collected: ["loss", "correct"],
  };
}

/** What the loop is run with. */
export function perceptronFeeds(): { readonly [name: string]: Tensor } {
  const int = (shape: readonly number[], of: (i: number) => number): Tensor => ({
    dtype: "int",
    shape,
    data: Int32Array.from({ length: sizeOf(shape) }, (_, i) => of(i)),
  });
  const pixel = (_: unknown, i: number): number =>
    (Math.floor(i / 16) % 5 === (i % 16) % 5 ? 200 : 20) + ((i * 7) % 40);
  return {
    params: spread([PARAMETERS], -0.3, 0.3),
    momentum: floatTensor([PARAMETERS], new Float64Array(PARAMETERS)),
    pixels: { dtype: "byte", shape: [IMAGES, 16], data: Uint8Array.from({ length: IMAGES * 16 }, pixel) },
    labels: int([IMAGES], (i) => i % 5),
    bank: floatTensor(
      [8, BATCH],
      Array.from({ length: 8 * BATCH }, (_, i) => (i % 3 === 0 ? 0 : 1.5)),
    ),
    batch: int([STEPS, BATCH], (i) => (i * 11) % IMAGES),
    rows: int([STEPS, 24], (i) => (i * 5) % 8),
    lr: floatTensor(
      [STEPS],
      Array.from({ length: STEPS }, (_, i) => 0.01 * (1 - i / STEPS)),
    ),
  };
}
