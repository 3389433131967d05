import { expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import { processorName } from "../core/processor.ts";
import { computedOn, measuredOn } from "./measured-on.ts";
import { planTrial } from "./trial-plan.ts";

test("a trial says on how many images it is measured, and what the commonest class makes of them", () => {
  const dataset = tinyDataset();
  const plan = planTrial(tinyConfig(dataset), { dataset, model: tinyModel });
  const { classes, validation, test: tested } = measuredOn(plan, []);
  expect(classes).toBe(dataset.classes.length);
  expect([validation.images, tested?.images]).toEqual([plan.split.validation.length, dataset.test.count]);
  const share = (labels: readonly number[]): number => {
    const counts = labels.map((label) => labels.filter((other) => other === label).length);
    return Math.max(...counts) / labels.length;
  };
  expect(validation.commonest).toBe(share([...plan.split.validation].map((index) => dataset.train.labels[index]!)));
  expect(tested?.commonest).toBe(share([...dataset.test.labels]));
});

test("a trial says on which kind of processor it was computed, where it was a processor", () => {
  const dataset = tinyDataset();
  const on = (device: "cpu" | "cuda") => {
    const plan = planTrial(tinyConfig(dataset), { dataset, model: tinyModel });
    const config = { ...plan.config, device };
    return measuredOn({ ...plan, config }, [computedOn(config)]).processor;
  };
  expect([on("cpu"), on("cuda")]).toEqual([processorName(), undefined]);
  const plan = planTrial(tinyConfig(dataset), { dataset, model: tinyModel });
  expect(measuredOn(plan, ["one", "another"]).processor).toBe("one, then another");
});
