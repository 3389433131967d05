import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { newDatabase, postgres } from "../../test/postgres/database.ts";
import { folderBlobs } from "../blobs/folder.ts";
import { largestRow } from "../blobs/postgres.ts";
import { readWeightsBytes, sha256OfWeights } from "../weights/weights-file.ts";
import type { RunOptions } from "./run-options.ts";
import {
  fetchStartingWeights,
  handOutStartingWeights,
  startingBlobs,
  submitStartingWeights,
  submittedBlobs,
  withdrawStartingWeights,
} from "./starting-weights.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-starting-weights-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const checkpoints = join(folder, "checkpoints");
const store = folderBlobs(checkpoints);
const run = (initPath: string): RunOptions => ({ initPath, checkpoints, isShared: true }) as RunOptions;

async function initOf(path: string): Promise<{ readonly name: string; readonly sha256: string }> {
  return { name: path.split("/").at(-1)!, sha256: sha256OfWeights(await readWeightsBytes(path)) };
}

/** An index of two files of weights. */
function writeIndex(): string {
  const path = join(folder, "model.safetensors.index.json");
  writeFileSync(path, JSON.stringify({ weight_map: { a: "one.safetensors", b: "two.safetensors" } }));
  for (const name of ["one", "two"]) writeFileSync(join(folder, `${name}.safetensors`), name);
  return path;
}

function writeFile(): string {
  const path = join(folder, "weights.safetensors");
  writeFileSync(path, "weights");
  return path;
}

describe("starting weights of a shared study", () => {
  test.each([
    ["of one file", writeFile, ["weights.safetensors"]],
    ["of several", writeIndex, ["model.safetensors.index.json", "one.safetensors", "two.safetensors"]],
  ])("%s reach another machine, which keeps a copy and mends one that is damaged", async (title, write, files) => {
    const [study, path, env] = [`study ${title}`, write(), { XDG_CACHE_HOME: join(folder, title) }];
    await handOutStartingWeights(study, run(path));
    const how = { prefix: startingBlobs(study), init: await initOf(path), env };
    const copy = await fetchStartingWeights(store, how);
    expect(readFileSync(copy)).toEqual(readFileSync(path));
    expect(readdirSync(join(copy, "..")).sort()).toEqual(files);
    writeFileSync(join(copy, "..", files.at(-1)!), "damaged");
    expect(await initOf(await fetchStartingWeights(store, how))).toEqual(how.init);
    await withdrawStartingWeights(study, run(path));
    expect(await store.list(startingBlobs(study))).toEqual([]);
    expect(await fetchStartingWeights(store, how)).toBe(copy);
    await expect(
      fetchStartingWeights(store, { ...how, env: { XDG_CACHE_HOME: join(folder, "elsewhere") } }),
    ).rejects.toMatchObject({ code: "init-missing" });
  });

  test("of a run that was submitted are apart for each way in which it was, and those of before go when nobody runs it", async () => {
    const [study, path] = ["submitted", writeFile()];
    const prefixOf = (seeds: number): string => submittedBlobs(study, { seeds });
    const files = async (seeds: number): Promise<number> => (await store.list(prefixOf(seeds))).length;
    const submit = (seeds: number, isAlone: boolean): Promise<void> =>
      submitStartingWeights(study, { path, checkpoints, prefix: prefixOf(seeds), isAlone });
    await submit(1, true);
    await submit(2, false);
    expect([await files(1), await files(2)]).toEqual([1, 1]);
    await handOutStartingWeights(study, { ...run("is not read"), initBlobs: prefixOf(2) });
    await withdrawStartingWeights(study, { ...run(path), initBlobs: prefixOf(1) });
    expect([await files(1), await files(2)]).toEqual([0, 1]);
    await submit(3, true);
    expect([await files(2), await files(3)]).toEqual([0, 1]);
  });

  test.skipIf(postgres === null)("that are too large for a database are refused with what helps", async () => {
    const path = join(folder, "large.safetensors");
    writeFileSync(path, Buffer.alloc(largestRow + 1, 1));
    const database = await newDatabase();
    await expect(handOutStartingWeights("large", { ...run(path), checkpoints: database })).rejects.toThrow(
      /^Cannot hand the starting weights .*large\.safetensors to workers: postgresql:.* takes up to 64 MiB a file\. Give a folder or a bucket that every worker reaches, with --checkpoints /,
    );
  });
});
