/**
 * Where output cannot go, and where records vanish: one sentence and a code that is not 0.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { openStorage } from "../../src/records/open.ts";
import { sampleEpoch, sampleStudy, sampleTrial } from "../../src/records/samples.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import { sampleBatch, sampleDiscovery, sampleSearch } from "../../src/records/search-samples.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

/** Runs `lionlab models` with standard output at this place; its exit code and what it said. */
async function modelsInto(out: number | "closed"): Promise<{ readonly code: number | null; readonly err: string }> {
  const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  const child = spawn(process.execPath, [program, "models"], {
    stdio: ["ignore", out === "closed" ? "pipe" : out, "pipe"],
  });
  child.stdout?.destroy();
  let err = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, err };
}

it("a full disk is one sentence, a reader that went away is none", async () => {
  const full = openSync("/dev/full", "w");
  const sentence =
    "lionlab: The output could not be written: the disk is full; make room and run the same command again.\n";
  expect(await modelsInto(full)).toEqual({ code: 2, err: sentence });
  closeSync(full);
  expect(await modelsInto("closed")).toEqual({ code: 0, err: "" });
});

it("too few files that may be open are one sentence", async () => {
  const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  const child = spawn("sh", ["-c", `ulimit -n 30; exec "${process.execPath}" "${program}" models`], { stdio: "pipe" });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const sentence = "lionlab: Too many files are open: raise the limit (ulimit -n) and run the same command again.\n";
  expect({ code, err }).toEqual({ code: 2, err: sentence });
});

it("records whose file is removed while they are written are an error", async () => {
  const trial = sampleTrial(0.1);
  const path = join(folder.path, "runs", "study.sqlite");
  const storage = await openStorage(path, { mode: "run" });
  await storage.putStudy(sampleStudy([trial]), [trial]);
  rmSync(join(folder.path, "runs"), { recursive: true });
  await expect(storage.appendEpoch(trial.key, sampleEpoch(1))).rejects.toMatchObject({ code: "storage-gone" });
  await expect(storage.loadTrials("sample")).rejects.toThrow(`${path} was removed or replaced while it was written`);
  await storage.close();

  const search = sampleSearch();
  const archivePath = join(folder.path, "discovery.sqlite");
  const archive = await openSearchStorage(archivePath, { mode: "run" });
  await archive.putDiscovery(sampleDiscovery([search]), [search]);
  rmSync(archivePath);
  writeFileSync(archivePath, "");
  await expect(archive.appendBatch(search.key, sampleBatch(0, 3))).rejects.toMatchObject({ code: "storage-gone" });
  await archive.close();
});

it("a study in UTF-16 is read", async () => {
  const study = `name: tiny
data: { name: fashion-mnist }
model: no-such-model
training: { epochs: 1 }
optimizers: [{ name: lion, lr: 0.001 }]
`;
  writeFileSync(join(folder.path, "utf16.yaml"), Buffer.from(`\ufeff${study}`, "utf16le"));
  const { code, err } = await runCli(["plan", "utf16.yaml"], { cwd: folder.path });
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('There is no model named "no-such-model"') });
});
