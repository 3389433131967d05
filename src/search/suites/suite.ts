/**
 * Suites: proxy tasks with seeds that together give a program its fitness, and which of them are measured against the truth.
 */
import { join } from "node:path";
import { presetFolder, presetNames } from "../../study/presets.ts";
import { proxies } from "../../tasks/proxies/index.ts";
import { seedList, type TaskEntry } from "../config-tasks.ts";
import { readDiscovery } from "../read.ts";

/** Tasks of one evaluation. Of the seeds only their number counts here: each draw has seeds of its own. */
export interface Suite {
  readonly name: string;
  readonly tasks: readonly TaskEntry[];
}

/** Doublings of the candidates' gradients, those of the tasks of few images. */
const gradientDoublings = 6;
const scaled = (name: string, seeds: number): TaskEntry => ({ name, seeds: seedList(seeds), gradientDoublings });
const scaledMlp = scaled("mlp", 3);
/** Rates over a factor of nine. */
const rateDoublings = Math.log2(3);

/** Suites that new presets may come to use, of at most 150 ms. */
export const candidateSuites: readonly Suite[] = [
  { name: "mlp-scaled", tasks: [scaledMlp] },
  { name: "mlp-rates", tasks: [{ ...scaledMlp, rateDoublings }] },
  { name: "mlp-short-scaled", tasks: [scaled("mlp-short", 6)] },
  { name: "mlp-short-rates", tasks: [{ ...scaled("mlp-short", 6), rateDoublings }] },
  {
    name: "mlp-short+mlp-rates",
    tasks: ["mlp-short", "mlp"].map((name) => ({ ...scaled(name, 4), gradientDoublings: 10, rateDoublings })),
  },
  { name: "mlp-scaled+cnn-b16", tasks: [scaledMlp, { name: "cnn-b16", seeds: [3] }] },
  { name: "mlp-scaled+next-character", tasks: [scaledMlp, { name: "next-character", seeds: [3] }] },
];

/** A suite of every proxy alone, the candidates, and those of the presets in a folder, in this order. */
export async function allSuites(folder: string = presetFolder): Promise<readonly Suite[]> {
  const single = proxies.map(({ name }): Suite => ({ name, tasks: [{ name, seeds: [0] }] }));
  const ofPresets = (await presetNames("discovery", folder)).map(async (name): Promise<Suite> => {
    const { tasks } = await readDiscovery(join(folder, "discover", `${name}.yaml`));
    return { name: `preset:${name}`, tasks };
  });
  return [...single, ...candidateSuites, ...(await Promise.all(ofPresets))];
}

/** The seeds of a task in a draw: no two draws share one, and those of a draw follow each other, so that their scales lie far apart. */
export function drawSeeds({ seeds }: TaskEntry, draw: number): readonly number[] {
  return seeds.map((_, i) => draw * seeds.length + i);
}
