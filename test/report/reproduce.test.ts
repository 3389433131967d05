import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reproduceSection } from "../../src/report/sections/reproduce.ts";
import { viewStudy } from "../../src/report/study-view.ts";
import { planStudy } from "../../src/study/plan.ts";
import { presetFolder, presetNames } from "../../src/study/presets.ts";
import { parseStudy } from "../../src/study/read.ts";
import { partSizesFor } from "../../src/trainer/part-sizes.ts";
import { syntheticStudy } from "./synthetic-study.ts";

const images = { images: 100, commonest: 0.1 };

/** The paragraph of a study whose n-th trial was computed on the n-th of these, in turn. */
function paragraph(processors: readonly (string | undefined)[]): string {
  const { study, trials } = syntheticStudy({ optimizers: ["lion"], rates: 4 });
  const computed = trials.map((trial, i) => {
    const processor = processors[i % processors.length];
    const measuredOn = { classes: 10, validation: images, test: images, ...(processor ? { processor } : {}) };
    return trial.result === null ? trial : { ...trial, result: { ...trial.result, measuredOn } };
  });
  const { blocks } = reproduceSection(viewStudy(study, computed, "lionlab compare x"));
  return blocks.flatMap((block) => (block.kind === "text" ? [block.text] : [])).join(" ");
}

test("says on which kind of processor the figures hold, and whether a study mixes kinds", () => {
  expect(paragraph(["AMD EPYC with AVX2"])).toContain("on the same kind of machine (AMD EPYC with AVX2), whatever");
  expect(paragraph([undefined])).toContain("same figures on the same machine, whatever");
  const mixed = paragraph(["B", "A", undefined]);
  expect(mixed).toContain("(A; B, others not known): this study mixes kinds");
});

const everyKindOfTraining = `
name: tuned-weights
data: { name: cifar-10, limitTrain: 4000, validation: 0.1, size: 32, channels: 3, normalize: dataset, augment: { flip: true, crop: { padding: 2 } } }
model: vit-ti-4
init: weights.safetensors
training: { epochs: 3, batchSize: 64, schedule: { kind: cosine, warmupSteps: 10 }, decaySkipsBiases: true, clipGlobalNorm: 1, freeze: [blocks.0.*], labelSmoothing: 0.1, ema: 0.9, keepWeights: true, checkpointEverySteps: 7 }
lr: [0.001, 0.01]
seeds: [3, 5]
optimizers: [lion, { name: adamw, beta1: [0.8, 0.9] }]
`;
const files = (await presetNames()).map(
  (name) => [name, readFileSync(`${presetFolder}/${name}.yaml`, "utf8")] as const,
);
const grids = [["every kind of training", everyKindOfTraining] as const, ...files].filter(
  ([, text]) => parseStudy(text).tuning === undefined,
);

test.each(grids)(
  "%s: the file of an optimizer plans the trials of its best rate, on another kind of processor too",
  (_, text) => {
    const config = parseStudy(text);
    const { init } = config;
    const surroundings = {
      fingerprint: "0".repeat(64),
      command: "lionlab compare x",
      ...(init === undefined ? {} : { init: { name: init, sha256: "1".repeat(64) } }),
    };
    const { study, trials } = planStudy(config, { ...surroundings, partSizes: partSizesFor("amd-avx512") });
    const [sample] = syntheticStudy({ optimizers: ["adamw"], rates: 1 }).trials;
    const view = viewStudy(
      study,
      trials.map(({ key, config }) => ({ ...sample!, key, config })),
      study.command,
    );
    const written = reproduceSection(view).blocks.flatMap((block) =>
      block.kind === "code" && block.language === "yaml" ? [block.text] : [],
    );
    const again = written.map((file) => {
      const read = parseStudy(file);
      expect(read.init).toBe(init);
      return planStudy(read, { ...surroundings, partSizes: partSizesFor("other") }).study.trialKeys;
    });
    const best = view.optimizers.map((optimizer) => optimizer.best!.runs.map(({ trial }) => trial.key));
    expect(again.map((keys) => [...keys].sort()).sort()).toEqual(best.map((keys) => [...keys].sort()).sort());
  },
);
