/** Documents of stored studies: the same as the report's, of odd studies too, and without all their records in memory. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { makeDocument } from "../../../src/cli/dashboard/make-document.ts";
import type { DocumentKind } from "../../../src/dashboard/document-thread.ts";
import { studyReport } from "../../../src/library/study-report.ts";
import { openStorage } from "../../../src/records/open.ts";
import type { BoundRecord, TrialRecord } from "../../../src/records/records.ts";
import { renderHtml } from "../../../src/report/html.ts";
import type { SurfacesDocument } from "../../../src/report/surfaces-document.ts";
import { renderFigures } from "../../../src/report/svg.ts";
import type { VerdictDocument } from "../../../src/report/verdict/verdict-document.ts";
import { type SyntheticOptions, syntheticStudy } from "../../report/synthetic-study.ts";
import { storeStudy } from "../../samples/stored-study.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-documents-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hostile = "</script><img src=x onerror=alert(1)>";

async function stored(options: SyntheticOptions, change: (trial: TrialRecord) => TrialRecord = (trial) => trial) {
  const { study, trials } = syntheticStudy(options);
  const location = join(folder, `${options.name}.sqlite`);
  await storeStudy(location, { study, trials: trials.map(change) });
  const make = <T>(kind: DocumentKind): Promise<T> =>
    makeDocument({ kind, run: "study", location, name: study.name }).then((text) => JSON.parse(text) as T);
  return { location, name: study.name, make };
}

describe("documents of a study", () => {
  it("say what the report says, with the figures of its pairs", async () => {
    const { location, name, make } = await stored({
      name: "usual",
      rates: 3,
      seeds: 6,
      epochs: 3,
      optimizers: ["lion", "adam", "sgd"],
    });
    const storage = await openStorage(location, { mode: "read" });
    const report = await studyReport((await storage.getStudy(name))!, await storage.loadTrials(name));
    await storage.close();
    const verdict = await make<VerdictDocument>("verdict");
    const ids = ["verdict", "comparison", "summary", "objections", "conditions"];
    expect(verdict.sections.map(({ id }) => id)).toEqual(ids);
    for (const section of verdict.sections) {
      const own = report.sections.find(({ id }) => id === section.id)!;
      if (section.id !== "summary") expect(section).toEqual(JSON.parse(JSON.stringify(own)));
    }
    expect([verdict.headline, verdict.ended, verdict.planned]).toEqual([report.headline, 54, 54]);
    expect(verdict.mark).toBe(report.standings[1]!.behindLeader!.decision);
    expect(verdict.pairs).toHaveLength(3);
    const lead = report.standings[1]!.behindLeader!;
    expect(verdict.pairs[0]).toMatchObject({ shift: { value: lead.lead.value }, adjusted: lead.p });
    expect(await makeDocument({ kind: "report", run: "study", location, name })).toBe(
      await renderHtml(report, await renderFigures(report)),
    );
    const surfaces = (await make<SurfacesDocument>("surfaces")) as Extract<SurfacesDocument, { title: string }>;
    expect(surfaces.drawn.surfaces.map(({ label }) => label)).toEqual(["lion", "adam", "SGD with momentum"]);
    expect(surfaces.measured[0]!.z).toHaveLength(3);
  });

  it("say why there is none of a study that is too small", async () => {
    const nothing = await stored({ name: "empty", unfinished: 1 });
    expect(await nothing.make<VerdictDocument>("verdict")).toMatchObject({ mark: "nothing", ended: 0, pairs: [] });
    expect(await nothing.make("surfaces")).toEqual({ sentence: expect.stringMatching(/two learning rates/) });
    const alone = await stored({ name: "alone", optimizers: ["lion"], rates: 1, epochs: 1 });
    expect((await alone.make<VerdictDocument>("verdict")).mark).toBe("alone");
    const few = await stored({ name: "few", optimizers: ["lion", "adam"], rates: 1, epochs: 1 });
    expect((await few.make<VerdictDocument>("verdict")).mark).toBe("untested");
  });

  it("show the bounds of weights that were followed, from the epochs that keep them", async () => {
    const point = (step: number): BoundRecord => ({
      step,
      largest: 0.5,
      outside: 0,
      border: 0,
      distance: 0,
      promised: 1,
      rounding: 0,
    });
    const { make } = await stored({ name: "bounds", optimizers: ["lion"], rates: 1, epochs: 2 }, (trial) => ({
      ...trial,
      config: {
        ...trial.config,
        training: { ...trial.config.training, certifyEvery: 10 },
        optimizer: { ...trial.config.optimizer, hyperparameters: { decay: 0.1 } },
      },
      epochs: trial.epochs.map((epoch) => ({ ...epoch, bounds: [point(epoch.epoch)] })),
    }));
    const bounds = (await make<VerdictDocument>("verdict")).sections.find(({ id }) => id === "bounds");
    expect(bounds!.blocks[0]).toMatchObject({
      id: "bounds",
      rows: [expect.arrayContaining([expect.objectContaining({ text: "held" })])],
    });
  });

  it("of a hostile study are texts, and of one that is gone a sentence", async () => {
    const { location, make } = await stored(
      { name: "hostile", optimizers: ["lion", "adam"], rates: 2, epochs: 2 },
      (trial) => ({
        ...trial,
        config: { ...trial.config, optimizer: { ...trial.config.optimizer, label: hostile } },
      }),
    );
    expect((await make<VerdictDocument>("verdict")).headline).toContain(hostile);
    const page = await makeDocument({ kind: "report", run: "study", location, name: "hostile" });
    expect(page).not.toContain(hostile);
    await expect(makeDocument({ kind: "verdict", run: "study", location, name: "other" })).rejects.toMatchObject({
      code: "no-study",
    });
  });
});
