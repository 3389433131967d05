/**
 * Float32 gradients of whole networks against PyTorch in float64, on real and on flat images; docs/models.md shows the largest errors, and
 * LIONLAB_SHOW=1 prints them.
 */
import { expect, test } from "vitest";
import { type GradientError, gradientCases, gradientErrors } from "../../test/samples/network-gradients.ts";
import { modelNamed } from "./index.ts";

/** Most of PyTorch's own float32 error. */
const mostOfPytorch = 10;

/** Where PyTorch's float32 keeps no digits: gradients that are 0 but for rounding, of a bias before a normalization, say. */
const isNoise = ({ norm, pytorch }: GradientError): boolean => pytorch > 1e-3 * norm;

const grey = [1, 28, 28] as const;
const colour = [3, 32, 32] as const;
const large = [3, 64, 64] as const;

/** The images, and the most relative to the gradient, where that is more than rounding. */
const networks: readonly (readonly [string, number, typeof grey | typeof colour | typeof large])[] = [
  ["fashion-cnn", 1e-4, grey],
  ["cifar-cnn", 1e-4, colour],
  ["cifar-cnn-improved", 1e-4, colour],
  ["resnet-18", 1e-4, colour],
  ["vit-ti-4", 1e-4, colour],
  ["mixer-s-4", 1e-4, colour],
  // every even image goes through 120 normalizations that see 16 values: PyTorch's own float32 is at 2e-4 there, at 8e-5 on real ones
  ["efficientnet-v2-s", 1e-3, large],
];

test.each(networks)(
  "%s has PyTorch's gradients on real and on flat images, at first and after training",
  async (name, relative, input) => {
    const library = modelNamed(name);
    const model = library.fit?.(input, 10) ?? library;
    const cases = gradientCases(name);
    expect(cases.map(({ label }) => label.replace(/^(moved|trained)/, "later"))).toEqual(labels);
    for (const [i, { loss, errors }] of (await gradientErrors(model, cases)).entries()) {
      const { label, ...expected } = cases[i]!;
      expect(Math.abs(loss / expected.loss - 1), label).toBeLessThan(relative / 10);
      for (const error of errors) {
        const { norm, ours, pytorch } = error;
        const what = `${label}, ${error.name}: norm ${norm}, off by ${ours}, PyTorch's float32 by ${pytorch}`;
        expect(ours, what).toBeLessThanOrEqual(mostOfPytorch * pytorch);
        if (!isNoise(error)) expect(ours, what).toBeLessThan(relative * norm);
      }
      expect(errors.filter(isNoise).length, label).toBeLessThan(errors.length / 3);
      if (process.env.LIONLAB_SHOW) console.log(`${name}, ${label}: ${worst(errors)}`);
    }
  },
);

const labels = ["initial, real images", "initial, flat images", "later, real images", "later, flat images"];

function worst(errors: readonly GradientError[]): string {
  const plain = errors.filter((error) => !isNoise(error));
  const show = (values: readonly number[]): string => {
    const sorted = [...values].sort((a, b) => a - b);
    return `${sorted.at(-1)!.toExponential(1)} (median ${sorted[sorted.length >> 1]!.toExponential(1)})`;
  };
  const of = (side: "ours" | "pytorch") => show(plain.map((error) => error[side] / error.norm));
  const ratios = show(errors.map(({ ours, pytorch }) => ours / pytorch));
  return `worst tensor ${of("ours")}, PyTorch ${of("pytorch")}, ratio ${ratios}, ${errors.length - plain.length} tensors of noise`;
}
