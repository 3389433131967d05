/**
 * A store of studies and one of discoveries, small and with every kind of record, to be damaged.
 */
import { join } from "node:path";
import { dumpRecords } from "../../src/records/dump.ts";
import { openStorage } from "../../src/records/open.ts";
import { sampleEpoch, samplePulse, sampleResult, sampleStudy, sampleTrial } from "../../src/records/samples.ts";
import { dumpDiscoveries } from "../../src/records/search-dump.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import {
  sampleBatch,
  sampleDiscovery,
  sampleDiscoveryPulse,
  sampleFunnelEntry,
  samplePoint,
  sampleSearch,
  sampleStep,
  sampleTuning,
} from "../../src/records/search-samples.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { buildDiscoveryReport } from "../../src/report/discovery/build-discovery-report.ts";
import { discoveryView } from "../../src/report/discovery/discovery-view.ts";
import type { DamageableStore } from "./damage.ts";

/** Trials that are finished, diverged, failed and waiting, with curves. */
export async function studyStore(folder: string): Promise<DamageableStore> {
  const path = join(folder, "study.sqlite");
  const trials = [0.1, 0.2, 0.3, 0.4].map((lr) => sampleTrial(lr));
  const [finished, diverged, failed] = trials as [(typeof trials)[0], (typeof trials)[0], (typeof trials)[0]];
  const rich = (epoch: number) => {
    const { record, timing } = sampleEpoch(epoch);
    const steps = [1, 2].map((step) => ({ step, trainLoss: step / 3, trainAccuracy: 0.5, lr: 0.1 }));
    return { record: { ...record, validationTop5: 0.9, steps }, timing };
  };
  const storage = await openStorage(path, { mode: "run" });
  await storage.putStudy(sampleStudy(trials), trials);
  for (let epoch = 1; epoch <= 5; epoch++) await storage.appendEpoch(finished.key, rich(epoch));
  await storage.finishTrial(finished.key, sampleResult(5));
  await storage.appendEpoch(diverged.key, sampleEpoch(1));
  const divergence = { status: "diverged", stopped: "diverged", divergedAtStep: 101, test: null } as const;
  await storage.finishTrial(diverged.key, { ...sampleResult(1), ...divergence });
  await storage.failTrial(failed.key, "The worker ended by SIGKILL.");
  await storage.putPulse("sample", samplePulse(finished.key));
  await storage.close();
  return {
    path,
    read: async (at) => {
      const reader = await openStorage(at, { mode: "read" });
      try {
        for (const { name } of await reader.listStudies()) {
          await reader.listTrials(name);
          await reader.listStates(name);
          await reader.loadTrials(name);
        }
        await reader.imageCosts({ model: "fashion-cnn", device: "cpu" });
        const { trials, pulse } = await reader.changesSince("sample", null);
        return `${await dumpRecords(reader)}${trials.length} ${JSON.stringify(pulse)}`;
      } finally {
        await reader.close();
      }
    },
    show: async (at) => {
      const reader = await openStorage(at, { mode: "read" });
      try {
        for (const study of await reader.listStudies())
          buildReport({ study, trials: await reader.loadTrials(study.name) });
      } finally {
        await reader.close();
      }
    },
    run: async (at) => {
      const runner = await openStorage(at, { mode: "run" });
      try {
        await runner.lockForRun("sample");
        await runner.putStudy(sampleStudy(trials), trials);
        await runner.listStates("sample");
        await runner.startTrial(failed.key);
        await runner.putPulse("sample", samplePulse(finished.key));
        const { cursor } = await runner.changesSince("sample", null);
        await runner.appendEpoch(failed.key, rich(1));
        await runner.finishTrial(failed.key, sampleResult(1));
        await runner.appendEpoch(finished.key, rich(1));
        await runner.loadTrials("sample");
        await runner.changesSince("sample", cursor);
      } finally {
        await runner.close();
      }
    },
  };
}

/** Searches with children, and a record of every phase. */
export async function discoveryStore(folder: string): Promise<DamageableStore> {
  const path = join(folder, "discovery.sqlite");
  const searches = [sampleSearch(0), sampleSearch(1)];
  const [first, second] = searches as [(typeof searches)[0], (typeof searches)[0]];
  const phases = async (storage: Awaited<ReturnType<typeof openSearchStorage>>) => {
    await storage.putTuning("sample", sampleTuning());
    await storage.putFunnelEntry("sample", sampleFunnelEntry());
    await storage.putMetaValidation("sample", samplePoint(first.key, 3));
    await storage.putSimplification("sample", [sampleStep(0), sampleStep(1)]);
  };
  const storage = await openSearchStorage(path, { mode: "run" });
  await storage.putDiscovery(sampleDiscovery(searches), searches);
  await storage.appendBatch(first.key, sampleBatch(0, 12));
  await storage.beginPhases("sample", "basis");
  await phases(storage);
  await storage.putPulse("sample", sampleDiscoveryPulse());
  await storage.close();
  return {
    path,
    read: async (at) => {
      const reader = await openSearchStorage(at, { mode: "read" });
      try {
        const tuned = await reader.tuning("sample");
        const pulse = await reader.pulse("sample");
        return `${JSON.stringify([tuned, pulse])}\n${await dumpDiscoveries(reader)}`;
      } finally {
        await reader.close();
      }
    },
    show: async (at) => {
      const reader = await openSearchStorage(at, { mode: "read" });
      try {
        for (const { name } of await reader.listDiscoveries()) buildDiscoveryReport(await discoveryView(reader, name));
      } finally {
        await reader.close();
      }
    },
    run: async (at) => {
      const runner = await openSearchStorage(at, { mode: "run" });
      try {
        await runner.lockForRun("sample");
        await runner.putDiscovery(sampleDiscovery(searches), searches);
        await runner.listSearches("sample");
        await runner.appendBatch(first.key, sampleBatch(6, 15));
        await runner.appendBatch(second.key, sampleBatch(0, 3));
        await runner.beginPhases("sample", "basis");
        await phases(runner);
        await runner.putPulse("sample", sampleDiscoveryPulse());
      } finally {
        await runner.close();
      }
    },
  };
}
