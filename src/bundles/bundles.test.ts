import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { type ArchiveFiles, archiveFiles, repacked, sumOf } from "../../test/samples/repacked.ts";
import { sampleReading } from "../formats/sample-reading.ts";
import { modelNamed } from "../models/index.ts";
import { revisionMember, revisionOf } from "../models/revision.ts";
import type { TrialRecord } from "../records/records.ts";
import { buildReport } from "../report/build-report.ts";
import { engineOf } from "../trainer/engine-revision.ts";
import { candidateOf, chosenTrials } from "./choose-trials.ts";
import { changedCircumstances } from "./circumstances.ts";
import { differencesOf } from "./differences.ts";
import { checkBundle, forEachTrial } from "./read-bundle.ts";
import { writeBundle } from "./write-bundle.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-bundles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const study = syntheticStudy({ rates: 3, epochs: 3, unfinished: 0.1 });
const reading = () => sampleReading(study, async () => buildReport(study));
const archive = join(folder, "a.tar.gz");
beforeAll(() => writeBundle(reading(), archive));

async function trialsOf(path: string): Promise<readonly TrialRecord[]> {
  const trials: TrialRecord[] = [];
  await forEachTrial(path, "x", (trial) => trials.push(trial));
  return trials;
}

describe("a bundle", () => {
  it("is the same bytes each time, and leaves nothing beside it", async () => {
    await writeBundle(reading(), join(folder, "b.tar.gz"));
    expect(readFileSync(join(folder, "b.tar.gz")).equals(readFileSync(archive))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["a.tar.gz", "b.tar.gz"]);
  });

  it("holds config, records, report and versions, each with the checksum that its list says", async () => {
    const files = await archiveFiles(readFileSync(archive));
    const sums = files.get("SHA256SUMS")!.trimEnd().split("\n");
    expect(sums).toEqual(
      [...files].filter(([name]) => name !== "SHA256SUMS").map(([name, text]) => `${sumOf(text)}  ${name}`),
    );
    expect(JSON.parse(files.get("study.json")!)).toMatchObject({ name: "synthetic", command: study.study.command });
    const manifest = await checkBundle(archive, "x");
    expect(manifest).toMatchObject({ bundleVersion: 1, study: "synthetic", trials: study.trials.length });
    expect(manifest.versions).toMatchObject({ lionlab: expect.any(String), node: process.version });
    expect(files.get("report/report.html")).toContain("<html");
    expect(await trialsOf(archive)).toEqual(study.trials);
  });

  const changes: readonly (readonly [string, (files: ArchiveFiles) => void, string])[] = [
    [
      "a changed figure",
      (files) => files.set("trials.jsonl", files.get("trials.jsonl")!.replace("0.", "1.")),
      "bundle-damaged",
    ],
    ["a file more", (files) => files.set("report/more.html", "x"), "bundle-damaged"],
    ["a file less", (files) => files.delete("study.json"), "bundle-damaged"],
    ["no list of checksums", (files) => files.delete("SHA256SUMS"), "not-a-bundle"],
  ];
  it.each(changes)("refuses %s", async (_, change, code) => {
    const path = join(folder, "changed.tar.gz");
    writeFileSync(path, await repacked(readFileSync(archive), change));
    await expect(checkBundle(path, "changed.tar.gz")).rejects.toMatchObject({ name: "LabError", code });
  });

  it("refuses what is cut off, of another kind, and of a later version", async () => {
    const path = join(folder, "other.tar.gz");
    const code = async (bytes: Uint8Array): Promise<unknown> => {
      writeFileSync(path, bytes);
      return checkBundle(path, "other.tar.gz").then(
        () => null,
        (error) => error.code,
      );
    };
    const bytes = readFileSync(archive);
    for (const length of [3, 100, 5000, bytes.length - 9])
      expect(await code(bytes.subarray(0, length))).toBe("not-a-bundle");
    expect(await code(Buffer.from("no archive"))).toBe("not-a-bundle");
    const later = (files: ArchiveFiles) => files.set("manifest.json", '{"bundleVersion": 2}');
    expect(await code(await repacked(bytes, later, { resummed: true }))).toBe("bundle-too-new");
  });
});

const [trial] = study.trials as [TrialRecord];

describe("two computations of a trial", () => {
  it("are the same where every number is, whatever processor the result names", () => {
    const { measuredOn } = trial.result!;
    const elsewhere = { ...trial.result!, measuredOn: { ...measuredOn!, processor: "another" } };
    expect(differencesOf(trial, { ...trial, result: elsewhere })).toEqual([]);
    const unknown = { ...trial, epochs: trial.epochs.map((epoch) => ({ ...epoch, trainLoss: Number.NaN })) };
    expect(differencesOf(JSON.parse(JSON.stringify(unknown)) as TrialRecord, unknown)).toEqual([]);
  });

  it("are the same where the record of an earlier version lacks what is told now, at any depth", () => {
    const counts = [
      [1, 0],
      [0, 1],
    ];
    const confusion = { classes: ["a", "b"], counts };
    const before = { ...trial, result: { ...trial.result!, confusion } };
    const now = {
      epochs: trial.epochs.map((epoch) => ({ ...epoch, trainTop5: 0.9 })),
      result: { ...trial.result!, confusion: { ...confusion, validation: counts } },
    };
    expect(differencesOf(before, now)).toEqual([]);
    expect(differencesOf(now, before).map(({ where }) => where)).toContain("result: confusion");
  });

  it("differ where the last bit of one number does, and it is said where", () => {
    const withLoss = (trainLoss: number) => ({
      ...trial,
      epochs: trial.epochs.map((epoch) => (epoch.epoch === 2 ? { ...epoch, trainLoss } : epoch)),
    });
    expect(differencesOf(withLoss(0.5), withLoss(0.5 + Number.EPSILON / 2))).toEqual([
      { where: "epoch 2: trainLoss", recorded: "0.5", computed: "0.5000000000000001" },
    ]);
    expect(differencesOf(trial, { ...trial, epochs: trial.epochs.slice(0, 2) })).toEqual([
      { where: "epoch 3", recorded: "there", computed: "nothing" },
    ]);
    const tested = { ...trial.result!, test: { loss: 1, accuracy: 0.5 } };
    expect(differencesOf(trial, { ...trial, result: tested }).map(({ where }) => where)).toEqual(["result: test"]);
  });

  it("are explained by versions and processors that differ, as far as they are known", () => {
    const now = { versions: { lionlab: "2", node: "v22" }, processor: "B" };
    expect(changedCircumstances({ versions: { lionlab: "1", node: "v22" }, processor: "A" }, now)).toEqual([
      "It was computed on A, and here on B: bytes are the same on processors of one kind alone.",
      "lionlab was 1 and is 2 here.",
    ]);
    expect(changedCircumstances({}, now)).toEqual([]);
    expect(changedCircumstances(now, now)).toEqual([]);
  });
});

describe("trials to verify", () => {
  const ended = study.trials.flatMap((one, index) => candidateOf(one, index) ?? []);
  const candidates = ended.map((one) => {
    const model = { name: one.config.model.name, ...revisionMember(modelNamed(one.config.model.name)) };
    return { ...one, config: { ...one.config, model, engine: revisionOf(engineOf(one.config)) } };
  });
  const choose = (trial: string | undefined, all = false) => chosenTrials(candidates, { trial, all, shown: "run" });

  it("is the cheapest, one by number or key, or all that ended", () => {
    const least = Math.min(...candidates.map(({ seconds }) => seconds));
    expect(choose(undefined).map(({ seconds }) => seconds)).toEqual([least]);
    expect(choose("2").map(({ key }) => key)).toEqual([study.trials[1]!.key]);
    expect(choose(study.trials[2]!.key).map(({ number }) => number)).toEqual([3]);
    expect(choose(undefined, true)).toHaveLength(study.trials.filter(({ result }) => result !== null).length);
  });

  it("refuses a trial that there is not, runs without any, and imported ones", () => {
    expect(() => choose("99")).toThrow(expect.objectContaining({ code: "unknown-trial" }));
    const outdated = () => chosenTrials(ended, { trial: "1", all: false, shown: "run" });
    expect(outdated).toThrow(expect.objectContaining({ code: "verify-outdated" }));
    expect(() => choose("lion")).toThrow(expect.objectContaining({ code: "unknown-trial" }));
    expect(candidateOf({ ...trial, config: { ...trial.config, imported: "x" } }, 0)).toBeNull();
    const none = () => chosenTrials([], { all: false, shown: "run" });
    expect(none).toThrow(expect.objectContaining({ code: "nothing-to-verify" }));
  });
});
