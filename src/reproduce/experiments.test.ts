/**
 * The experiments as data: what they name exists, in both sizes.
 */
import { describe, expect, it } from "vitest";
import { distinctLabels } from "../report/study-view.ts";
import { planStudy } from "../study/plan.ts";
import type { Claim, Experiment, Size } from "./experiment.ts";
import { experiments, findExperiment } from "./experiments/index.ts";
import { planSize } from "./plan-size.ts";
import { outlineOf, settingsOf } from "./step-study.ts";

/** Labels of a claim's optimizers. */
function labelsOf(claim: Claim): readonly string[] {
  return claim.kind === "beats" ? [claim.first, claim.second] : [claim.optimizer];
}

/** Labels of a study of the experiment, as reports write them. */
async function labelsIn(experiment: Experiment, { size, id }: { size: Size; id: string }): Promise<readonly string[]> {
  const step = experiment.sizes[size].studies.find((one) => one.id === id);
  const plan = planStudy(await outlineOf(step!), { fingerprint: "", command: "" });
  const optimizers = new Map(plan.outline.map(({ config }) => [JSON.stringify(config.optimizer), config.optimizer]));
  return distinctLabels([...optimizers.values()]);
}

const sizes: readonly Size[] = ["small", "full"];

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))("%s", (_, experiment) => {
  it.each(sizes)("%s: has studies that plan, under names and ids of their own", async (size) => {
    const { studies } = experiment.sizes[size];
    expect(new Set(studies.map(({ id }) => id)).size).toBe(studies.length);
    const configs = await Promise.all(studies.map(outlineOf));
    expect(new Set(configs.map(({ name }) => name)).size).toBe(studies.length);
    for (const [at, { name, preset }] of studies.entries()) expect(configs[at]!.name).toBe(name ?? preset);
    const { trials, seconds } = await planSize(experiment.sizes[size], 2);
    expect(trials).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThan(0);
  });

  it.each(sizes)("%s: claims and published figures name optimizers that the studies have", async (size) => {
    const named = [
      ...experiment.claims.map((claim) => ({ id: claim.study, labels: labelsOf(claim) })),
      ...experiment.figures.map(({ study, optimizer }) => ({ id: study, labels: [optimizer] })),
    ];
    expect(experiment.claims.length).toBeGreaterThan(0);
    for (const { id, labels } of named)
      expect(await labelsIn(experiment, { size, id })).toEqual(expect.arrayContaining([...labels]));
  });

  it.each(sizes)("%s: rates come from an earlier study whose seeds are others", async (size) => {
    const { studies } = experiment.sizes[size];
    for (const [at, step] of studies.entries()) {
      if (step.ratesFrom === undefined) continue;
      const earlier = studies.slice(0, at).find(({ id }) => id === step.ratesFrom);
      const [chose, judges] = await Promise.all([outlineOf(earlier!), outlineOf(step)]);
      expect(judges.seeds.filter((seed) => chose.seeds.includes(seed))).toEqual([]);
      expect(judges.optimizers.map(({ label }) => label)).toEqual(chose.optimizers.map(({ label }) => label));
    }
  });
});

it("the small surfaces are those of the issue, and their winners get 25 fresh seeds at 20 epochs", async () => {
  const [surfaces, winners] = findExperiment("fashion-cnn").sizes.small.studies;
  expect(planStudy(await outlineOf(surfaces!), { fingerprint: "", command: "" }).trials).toHaveLength(7 * 30);
  const config = await outlineOf(winners!);
  expect([config.training.epochs, config.seeds.length, config.seeds[0], config.seeds.at(-1)]).toEqual([
    20, 25, 1000, 1024,
  ]);
  expect(settingsOf(winners!, new Map([["lion", 0.0003]])).at(-1)).toBe("optimizers.lion.lr=0.0003");
});

it("says which names are near one that is not there", () => {
  expect(() => findExperiment("fashion-cn")).toThrow(
    'There is no experiment named "fashion-cn". Did you mean fashion-cnn',
  );
});
