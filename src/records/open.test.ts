import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { dumpRecords } from "./dump.ts";
import { labelledKey, trialKey } from "./identity.ts";
import { openStorage } from "./open.ts";
import { sampleEpoch, sampleResult, sampleStudy, sampleTrial } from "./samples.ts";
import { openDatabase } from "./sqlite/engine.ts";
import { storageFault } from "./sqlite/faults.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-open-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refusal(target: string, mode: "run" | "read" = "run"): Promise<string> {
  const storage = await openStorage(target, { mode }).catch((error: Error & { code: string }) => error);
  if (!(storage instanceof Error)) throw new Error(`${target} should have been refused`);
  return `${storage.code}: ${storage.message}`;
}

describe("openStorage", () => {
  test("takes paths, sqlite: and file: addresses, and makes the folder", async () => {
    const path = join(folder, "a", "b", "study.sqlite");
    for (const target of [path, `sqlite:${path}`, `sqlite://${path}`, pathToFileURL(path).href, ":memory:"]) {
      const storage = await openStorage(target, { mode: "run" });
      expect(storage.location).toBe(target === ":memory:" ? target : path);
      await storage.close();
    }
    const reader = await openStorage(path, { mode: "read" });
    expect(await reader.listStudies()).toEqual([]);
    await reader.close();
  });

  test("refuses other kinds of addresses", async () => {
    expect(await refusal("postgres://host")).toContain(
      "storage-address: Cannot use the address of a PostgreSQL server",
    );
    expect(await refusal("mysql://me:s3cret@host/db")).toBe(
      "storage-unsupported: Cannot keep records at mysql: addresses; known are the path of a SQLite file, sqlite:PATH and postgresql://….",
    );
  });

  test("refuses what is not there to read", async () => {
    const path = join(folder, "none.sqlite");
    expect(await refusal(path, "read")).toBe(
      `no-study: There is no study at ${path}: run \`npx lionlab compare\` first, or give its folder.`,
    );
  });

  test("refuses files that are not ours, and leaves them as they are", async () => {
    const notes = join(folder, "notes.txt");
    writeFileSync(notes, "These are notes. ".repeat(100));
    expect(await refusal(notes)).toContain("storage-not-ours:");
    expect(readFileSync(notes, "utf8")).toBe("These are notes. ".repeat(100));

    const other = join(folder, "other.sqlite");
    const database = await openDatabase(other);
    database.exec("CREATE TABLE mine (a)");
    database.close();
    const before = readFileSync(other);
    expect(await refusal(other)).toContain("is not a study: it is a database of another kind");
    expect(await refusal(other, "read")).toContain("storage-not-ours");
    expect(readFileSync(other)).toEqual(before);
  });

  test("refuses a newer schema", async () => {
    const path = join(folder, "newer.sqlite");
    await (await openStorage(path, { mode: "run" })).close();
    const database = await openDatabase(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(await refusal(path)).toContain("storage-too-new");
    expect(await refusal(path)).toContain("has schema version 99, written by a newer lionlab");
  });

  test("refuses a folder that cannot be made, and a folder given as the file", async () => {
    writeFileSync(join(folder, "file"), "");
    expect(await refusal(join(folder, "file", "study.sqlite"))).toContain("storage-unreachable: Cannot open");
    mkdirSync(join(folder, "dir.sqlite"));
    expect(await refusal(join(folder, "dir.sqlite"))).toContain("storage-unreachable: Cannot open");
    expect(await refusal(join(folder, "dir.sqlite"), "read")).toContain("it is a folder, where a file is needed");
  });

  test("refuses a pipe, at which it would wait for ever, as the file or beside it", async () => {
    const [pipe, path] = [join(folder, "pipe.sqlite"), join(folder, "beside.sqlite")];
    execFileSync("mkfifo", [pipe, `${path}-wal`]);
    expect(await refusal(pipe)).toContain(`storage-unreachable: Cannot open ${pipe}: it is a pipe`);
    expect(await refusal(path)).toContain(`Cannot open ${path}: ${path}-wal is a pipe`);
  });

  test("refuses a file whose end is cut, and a config that is cut", async () => {
    const path = join(folder, "cut.sqlite");
    const storage = await openStorage(path, { mode: "run" });
    const trial = sampleTrial(0.1);
    await storage.putStudy(sampleStudy([trial]), [trial]);
    await storage.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    for (const mode of ["run", "read"] as const)
      expect(await refusal(path, mode)).toBe(
        `storage-damaged: ${path} is damaged; restore it from a copy, or move it away to start anew.`,
      );
    writeFileSync(path, bytes);
    const database = await openDatabase(path);
    database.exec("UPDATE trial SET config = substr(config, 1, 50)");
    database.close();
    const cut = await openStorage(path, { mode: "read" });
    await expect(cut.listTrials("sample")).rejects.toMatchObject({ code: "storage-damaged" });
    await cut.close();
  });

  test("tells what the engine's errors mean", () => {
    const code = (errcode: number) => storageFault({ errcode }, "x")?.code;
    expect([8, 10, 11, 13, 14, 26, 5 | (1 << 8)].map(code)).toEqual([
      "storage-read-only",
      "storage-damaged",
      "storage-damaged",
      "disk-full",
      "storage-unreachable",
      "storage-not-ours",
      "storage-busy",
    ]);
    expect(code(1)).toBeUndefined();
    const said = (message: string) => storageFault({ code: "ERR_SQLITE_ERROR", message }, "x")?.code;
    expect(["database disk image is malformed", "malformed JSON", "file is not a database"].map(said)).toEqual([
      "storage-damaged",
      "storage-damaged",
      "storage-not-ours",
    ]);
    expect(said('near "SELEC": syntax error')).toBeUndefined();
    const cause = (errcode: number, systemErrno: number) => storageFault({ errcode, systemErrno }, "x")?.code;
    expect([cause(778, 28), cause(778, 5), cause(14, 24)]).toEqual(["disk-full", "storage-damaged", "too-many-files"]);
    expect(storageFault(new Error("x"), "x")).toBeNull();
  });
});

test("a file of schema version 1 is read", async () => {
  const path = join(folder, "version-1.sqlite");
  copyFileSync(fileURLToPath(new URL("../../test/fixtures/records/version-1.sqlite", import.meta.url)), path);
  const storage = await openStorage(path, { mode: "read" });
  expect(await dumpRecords(storage)).toBe(
    readFileSync(new URL("../../test/fixtures/records/version-1.jsonl", import.meta.url), "utf8"),
  );
  await storage.close();
});

test("a file of the first days of version 1 is written on, with what its tables lacked then", async () => {
  const path = join(folder, "old.sqlite");
  copyFileSync(fileURLToPath(new URL("../../test/fixtures/records/version-1.sqlite", import.meta.url)), path);
  const before = readFileSync(new URL("../../test/fixtures/records/version-1.jsonl", import.meta.url), "utf8");
  const trial = sampleTrial(0.777);
  const { record, timing } = sampleEpoch(1);
  const measuredOn = {
    classes: 10,
    validation: { images: 48, commonest: 1 / 6 },
    test: { images: 10_000, commonest: 0.1 },
  };
  const confusion = {
    classes: ["ankle boot", "bag"],
    counts: [
      [3, 1],
      [0, 4],
    ],
  };
  const rich = { ...record, validationTop5: 0.75 };
  const result = { ...sampleResult(1), test: { loss: 1, accuracy: 0.5, top5: 0.875 }, measuredOn, confusion };
  for (const _again of [1, 2]) {
    const storage = await openStorage(path, { mode: "run" });
    for (const line of before.trim().split("\n")) expect(await dumpRecords(storage)).toContain(line);
    await storage.putStudy(sampleStudy([trial], "new"), [trial]);
    await storage.appendEpoch(trial.key, { record: rich, timing });
    await storage.finishTrial(trial.key, result);
    expect(await storage.getTrial(trial.key)).toMatchObject({ epochs: [rich], result });
    await storage.close();
  }
});

test("each study keeps its own labels, and trials whose key counted a label are found under the key that they have now", async () => {
  const path = join(folder, "labels.sqlite");
  const { config } = sampleTrial(0.5);
  const labelled = { ...config, optimizer: { ...config.optimizer, label: "lion beta1=0.9" } };
  const former = { key: labelledKey(labelled), config: labelled };
  const now = { key: trialKey(labelled), config: labelled };
  expect([now.key === former.key, now.key === trialKey(config)]).toEqual([false, true]);
  const storage = await openStorage(path, { mode: "run" });
  await storage.putStudy(sampleStudy([former], "former"), [former]);
  await storage.appendEpoch(former.key, sampleEpoch(1));
  await storage.finishTrial(former.key, sampleResult(1));
  expect(await storage.loadTrials("former")).toMatchObject([{ ...former, state: "finished" }]);

  const other = { key: now.key, config };
  await storage.putStudy(sampleStudy([other], "other"), [other]);
  const found = { key: now.key, state: "finished", epochs: [sampleEpoch(1).record], result: sampleResult(1) };
  expect(await storage.loadTrials("other")).toEqual([expect.objectContaining({ ...found, config })]);
  expect(await storage.loadTrials("former")).toEqual([expect.objectContaining({ ...found, config: labelled })]);
  expect(await storage.listTrials(null)).toHaveLength(1);
  await storage.close();
});
