/** Maps and parallel coordinates of the settings that were tried; bands on axes by powers. */
import { expect, test } from "vitest";
import { buildReport } from "../../src/report/build-report.ts";
import type { ReportInput } from "../../src/report/compose-report.ts";
import type { ChartBlock, ReportDocument } from "../../src/report/document.ts";
import { renderSvg } from "../../src/report/svg.ts";
import { syntheticStudy } from "./synthetic-study.ts";
import { tunedStudy } from "./tuned-study.ts";
import { expectWellFormed } from "./well-formed.ts";

interface Layer {
  readonly mark: { readonly type: string; readonly shape?: string };
  readonly data: { readonly values: readonly Readonly<Record<string, unknown>>[] };
}

function figures(document: ReportDocument): ReadonlyMap<string, ChartBlock & { readonly layers: readonly Layer[] }> {
  const blocks = document.sections.find(({ id }) => id === "tuning")?.blocks ?? [];
  return new Map(
    blocks.flatMap((block) => {
      if (block.kind !== "chart") return [];
      const { layer } = block.spec as unknown as { readonly layer: readonly Layer[] };
      return [[block.id, { ...block, layers: layer }] as const];
    }),
  );
}

/** A grid of rates and decays; decay 0.1 is best. */
function gridStudy(optimizers: readonly string[]): ReportInput {
  const { study, trials } = syntheticStudy({ optimizers, rates: 5, epochs: 3 });
  const all = trials.flatMap((trial) =>
    [0, 0.1, 1].map((decay, index) => {
      const { optimizer } = trial.config;
      const hyperparameters = { ...optimizer.hyperparameters, decay };
      const varied = { ...optimizer, label: `${optimizer.label} decay=${decay}`, hyperparameters };
      const epochs = trial.epochs.map((epoch) => {
        return { ...epoch, validationAccuracy: epoch.validationAccuracy - 0.02 * Math.abs(index - 1) };
      });
      return { ...trial, key: `${trial.key}-${decay}`, epochs, config: { ...trial.config, optimizer: varied } };
    }),
  );
  return { study: { ...study, trialKeys: all.map(({ key }) => key) }, trials: all };
}

test("a grid of two settings is a heat map, with crosses where runs diverged and a ring at the best", async () => {
  const found = figures(buildReport(gridStudy(["lion"])));
  expect([...found.keys()]).toEqual(["settings-1", "parallel-1"]);
  const map = found.get("settings-1")!;
  expect(map.title).toBe("lion: accuracy over lr and decay");
  const [cells, crosses, ring] = map.layers;
  expect([cells!.mark.type, cells!.data.values.length]).toEqual(["rect", 12]);
  expect([crosses!.mark.shape, crosses!.data.values.length]).toEqual(["cross", 3]);
  expect(ring!.data.values).toEqual([expect.objectContaining({ x: 3, y: 1 })]);
  expect(cells!.data.values).toContainEqual(expect.objectContaining({ xFrom: 1.5, xTo: 2.5, yFrom: 0.5, yTo: 1.5 }));
  for (const { spec } of found.values()) expectWellFormed(await renderSvg(spec));
});

test("scattered points are dots, and all settings have an axis with a line for each point", async () => {
  const document = buildReport(tunedStudy({ points: 20 }));
  const found = figures(document);
  expect([...found.keys()]).toEqual(["settings-1", "settings-2", "parallel-1", "parallel-2"]);
  expect(found.get("settings-1")!.layers[0]!.mark.type).toBe("point");
  const { layers, caption } = found.get("parallel-1")!;
  const axes = layers[0]!.data.values.map(({ axis }) => axis);
  expect(axes).toEqual(["lr", "beta1", "decay", "accuracy"]);
  const lines = layers.filter(({ mark }) => mark.type === "line").flatMap(({ data }) => data.values);
  expect(lines).toHaveLength(20 * axes.length);
  const places = lines.map(({ place }) => place as number);
  expect([Math.min(...places), Math.max(...places) <= 1 + 1e-12]).toEqual([0, true]);
  const best = lines.filter((row) => row.best === true);
  const highest = Math.max(...lines.flatMap(({ z }) => (typeof z === "number" ? [z] : [])));
  expect(best.map(({ z }) => z)).toEqual(axes.map(() => highest));
  expect(caption).toContain("Red: a seed diverged.");
  for (const { spec } of found.values()) {
    const svg = await renderSvg(spec);
    expectWellFormed(svg);
    expect(svg).not.toMatch(/NaN|undefined/);
  }
});

test("where only the rate was varied there is nothing to map", () => {
  expect(figures(buildReport(syntheticStudy({ seeds: 2 }))).size).toBe(0);
  expect(figures(buildReport(tunedStudy({ varied: [] }))).size).toBe(0);
});

test("a study that tuned the rate alone shows what its tuning says of rates, and one that tuned more does not", () => {
  const sectionOf = (input: ReportInput) => buildReport(input).sections.find(({ id }) => id === "sensitivity");
  const { blocks } = sectionOf(tunedStudy({ varied: [], points: 10 }))!;
  const chart = blocks.find((block): block is ChartBlock => block.kind === "chart")!;
  const { data } = chart.spec as unknown as { data: { values: readonly { label: string; best: boolean }[] } };
  const best = data.values.filter((point) => point.best).map(({ label }) => label);
  expect([...best].sort()).toEqual(["adamw", "lion"]);
  expect(data.values.length).toBeGreaterThan(10);
  expect(sectionOf(tunedStudy())).toBeUndefined();
});

test("many points make a figure of small size", async () => {
  const found = figures(buildReport(tunedStudy({ optimizers: ["lion"], points: 2000, judged: 1 })));
  expect((await renderSvg(found.get("parallel-1")!.spec)).length).toBeLessThan(300_000);
});

test("an axis by powers has bands over seeds too, cut off where they would reach 0", async () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion"], rates: 1, seeds: 5, epochs: 3 });
  const followed = trials.map((trial) => {
    const { optimizer, training, seed } = trial.config;
    const decayed = { ...optimizer, hyperparameters: { ...optimizer.hyperparameters, decay: 0.5 } };
    const epochs = trial.epochs.map((epoch, index) => {
      const largest = index === 2 ? [1e-3, 1e-3, 1e-3, 1e-3, 5e-2][seed]! : 3 - index + 0.1 * seed;
      const point = { outside: 0, border: 0, distance: 0, promised: 2, rounding: 0 };
      return { ...epoch, bounds: [{ ...point, step: 10 * (index + 1), largest }] };
    });
    return {
      ...trial,
      epochs,
      config: { ...trial.config, optimizer: decayed, training: { ...training, certifyEvery: 10 } },
    };
  });
  const blocks = buildReport({ study, trials: followed }).sections.flatMap((section) => section.blocks);
  const chart = blocks.find((block): block is ChartBlock => block.kind === "chart" && block.id === "bounds-largest")!;
  expect(chart.provenance.interval).toBe("band: 95 % t-interval over seeds");
  const { data } = chart.spec as unknown as {
    data: { values: readonly { low: number; mean: number; high: number }[] };
  };
  expect(data.values[0]!.low).toBeLessThan(data.values[0]!.mean);
  expect(data.values.every(({ low, mean }) => low > 0 && low <= mean)).toBe(true);
  expectWellFormed(await renderSvg(chart.spec));
});
