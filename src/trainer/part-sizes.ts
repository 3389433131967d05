/**
 * Sizes of the parts of a batch (`batch-parts.ts`) that were measured fastest, by kind of processor and model.
 *
 * A model that a kind's row does not name, and every model on a kind without a row, keeps the size of its own file. `lionlab bench shapes` measures the
 * row of a machine; figures are in `bench/RESULTS.md`.
 */
import type { ProcessorKind } from "../core/processor.ts";

/** Most images of a part, by model. */
export type PartSizes = { readonly [model: string]: number };

/** What was found on a kind of processor. A size that the measured batch had itself says that it was fastest as a whole. */
export interface MeasuredPartSizes {
  readonly kind: ProcessorKind;
  /** On what, and when, in words. */
  readonly measured: string;
  readonly sizes: PartSizes;
}

/** The rows that are shipped; batches of 128. */
export const measuredPartSizes: readonly MeasuredPartSizes[] = [
  {
    kind: "amd-avx512",
    measured: "AMD EPYC (family 25, model 17) with AVX-512, 30 November 2026",
    sizes: { "fashion-cnn": 128, "cifar-cnn": 16 },
  },
  {
    kind: "amd-avx2",
    measured: "the same EPYC, the runtime's AVX-512 kernels switched off, 30 November 2026; no older AMD was measured",
    sizes: { "fashion-cnn": 128, "cifar-cnn": 16 },
  },
  {
    kind: "intel-avx512",
    measured:
      "Intel Xeon with AVX-512 and AMX, November 2026, by batches of 64 and 32 in place of parts (30 ms for 128 images, 38.5 as a whole); parts themselves were not measured",
    sizes: { "fashion-cnn": 64 },
  },
];

/** The sizes for a kind of processor; where several rows name a model, the first one counts. */
export function partSizesFor(kind: ProcessorKind, rows: readonly MeasuredPartSizes[] = measuredPartSizes): PartSizes {
  const own = rows.filter((row) => row.kind === kind);
  return Object.assign({}, ...own.map(({ sizes }) => sizes).reverse());
}
