/**
 * Images of test sets for the view that tries a model, from the data that lies on this machine: looking at a page fetches nothing.
 */
import { LabError } from "../../core/errors.ts";
import type { SampleImages } from "../../dashboard/views.ts";
import type { Dataset, LabelledImages } from "../../data/dataset.ts";
import { datasets } from "../../data/index.ts";
import { type Environment, locateDataset } from "../../data/locate.ts";

/** Images in one answer. */
export const samplesAtOnce = 24;

/** The images. Of the data sets that were asked for it keeps the last: whoever looks at more of it waits for no file. */
export class SampleImagesShelf {
  readonly #env: Environment;
  #kept: { readonly name: string; readonly test: Promise<LabelledImages> } | null = null;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Images of a data set's test set from `from` on; from its first where there are not so many. What is wrong with the data is a sentence. */
  async of(name: string, from: number): Promise<SampleImages> {
    const dataset = datasets.find((known) => known.name === name);
    if (dataset === undefined) return { sentence: notOurs(name) };
    try {
      const test = await this.#testOf(dataset);
      return test === null ? { sentence: missing(dataset) } : samplesOf(dataset, test, from);
    } catch (error) {
      this.#kept = null;
      if (error instanceof LabError) return { sentence: error.message };
      throw error;
    }
  }

  async #testOf(dataset: Dataset): Promise<LabelledImages | null> {
    if (this.#kept?.name !== dataset.name) {
      const folder = locateDataset(dataset, { env: this.#env });
      if (folder === null) return null;
      this.#kept = { name: dataset.name, test: dataset.readTest(folder) };
    }
    return this.#kept.test;
  }
}

function samplesOf({ title, shape, classes }: Dataset, test: LabelledImages, wanted: number): SampleImages {
  const { count, images, labels } = test;
  const from = wanted < count ? wanted : 0;
  const size = shape[0] * shape[1] * shape[2];
  const samples = Array.from(labels.subarray(from, from + samplesAtOnce), (label, i) => {
    const bytes = images.subarray((from + i) * size, (from + i + 1) * size);
    return { label, name: classes[label]!, bytes: Buffer.from(bytes).toString("base64") };
  });
  return { sentence: null, title, from, count, shape, samples };
}

function notOurs(name: string): string {
  const titles = datasets.map(({ title }) => title).join(", ");
  return `The model learned from the data set ${name}; test images are shown of ${titles}. Drop a picture of yours.`;
}

function missing({ name, title }: Dataset): string {
  return `The images of ${title} are not on this machine. Fetch them with: npx lionlab data fetch ${name}. Where they lie in a folder of yours, start the dashboard with LIONLAB_DATA set to it.`;
}
