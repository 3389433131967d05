/**
 * Fashion-MNIST: 70,000 grey images of 28 × 28 pixels of clothing in ten classes, split by its authors.
 *
 * Source: Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747. Licence: MIT (Expat), Zalando SE. Splits: 60,000 train, 10,000 test.
 * The pins are over what is inside the gzip files, because Debian's package packs the same content without names and dates.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dataset, LabelledImages } from "./dataset.ts";
import { readLabelledImages } from "./idx.ts";

const shape = [1, 28, 28] as const;

const classes = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
] as const;

/** The dataset's record. `read` accepts files with or without `.gz` and any number of images. */
export const fashionMnist: Dataset = {
  name: "fashion-mnist",
  title: "Fashion-MNIST",
  summary: "Grey 28 × 28 images of clothing in ten classes, 60,000 to train and 10,000 to test",
  source: "Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747; https://github.com/zalandoresearch/fashion-mnist",
  licence: "MIT",
  shape,
  classes,
  counts: { train: 60_000, test: 10_000 },
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      pins: "content",
      sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      pins: "content",
      sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      pins: "content",
      sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      pins: "content",
      sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
  ],
  unpacked: null,
  addresses: [
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
  ],
  debian: { package: "dataset-fashion-mnist", folder: "/usr/share/datasets/fashion-mnist" },
  read: async (folder) => ({ train: await readPart(folder, "train"), test: await readPart(folder, "t10k") }),
  readTest: (folder) => readPart(folder, "t10k"),
};

function readPart(folder: string, part: "train" | "t10k"): Promise<LabelledImages> {
  const paths = {
    images: packedOrPlain(join(folder, `${part}-images-idx3-ubyte`)),
    labels: packedOrPlain(join(folder, `${part}-labels-idx1-ubyte`)),
  };
  return readLabelledImages(paths, { pixels: shape[0] * shape[1] * shape[2], classes: classes.length });
}

function packedOrPlain(path: string): string {
  return existsSync(`${path}.gz`) || !existsSync(path) ? `${path}.gz` : path;
}
