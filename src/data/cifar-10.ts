/**
 * CIFAR-10: 60,000 colour images of 32 × 32 pixels in ten classes, split by its authors.
 *
 * Source: Krizhevsky 2009. Licence: none stated by the publisher. Splits: 50,000 train, 10,000 test.
 */
import { type CifarLayout, cifarShape, readCifar, readCifarTest } from "./cifar.ts";
import type { Dataset } from "./dataset.ts";

const classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"] as const;

const layout: CifarLayout = {
  labels: 1,
  classes: classes.length,
  trainFiles: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
  testFiles: ["test_batch.bin"],
};

/** The dataset's record. `read` accepts any number of images. */
export const cifar10: Dataset = {
  name: "cifar-10",
  title: "CIFAR-10",
  summary: "Colour 32 × 32 images of animals and vehicles in ten classes, 50,000 to train and 10,000 to test",
  source:
    "Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images; https://www.cs.toronto.edu/~kriz/cifar.html",
  licence: "none stated",
  shape: cifarShape,
  classes,
  counts: { train: 50_000, test: 10_000 },
  files: [
    {
      name: "cifar-10-binary.tar.gz",
      pins: "file",
      sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    },
  ],
  unpacked: { folder: "cifar-10-batches-bin", files: [...layout.trainFiles, ...layout.testFiles] },
  addresses: ["https://www.cs.toronto.edu/~kriz/"],
  debian: null,
  read: (folder) => readCifar(cifar10, layout, folder),
  readTest: (folder) => readCifarTest(cifar10, layout, folder),
};
