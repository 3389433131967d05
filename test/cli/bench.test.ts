/** Benchmarks are called as commands are: a word that one does not take is a sentence and exit code 2, before it measures. */
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const folder = new URL("../../bench/", import.meta.url);
const benchmarks = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && readFileSync(new URL(file, folder), "utf8").startsWith("/**"))
  .map((file) => file.slice(0, -".ts".length));

/** Runs a benchmark in this process, as `lionlab bench` does in one of its own. */
async function run(...words: readonly string[]): Promise<{ code: unknown; err: string; out: number }> {
  const before = [...process.argv];
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    process.argv = ["node", "run.js", ...words];
    vi.resetModules();
    await import("../../bench/run.ts");
    return { code: process.exitCode, err: err.mock.calls.join(""), out: out.mock.calls.length };
  } finally {
    process.argv = before;
    vi.restoreAllMocks();
  }
}

describe("lionlab bench NAME WORD", () => {
  let code: typeof process.exitCode;
  beforeEach(() => {
    code = process.exitCode;
  });
  afterEach(() => {
    process.exitCode = code;
  });

  it.each(benchmarks)("%s refuses a word that it does not take, in one sentence", async (name) => {
    const { code, err, out } = await run(name, "no-such-word");
    expect(err).toMatch(new RegExp(`^lionlab: The benchmark ${name} takes .* and was given "no-such-word"`));
    expect(err).toMatch(new RegExp(`Try: npx lionlab bench ${name}\\n$`));
    expect({ code, out }).toEqual({ code: 2, out: 0 });
  });

  it("says what there is, and the nearest word in a call that works", async () => {
    const { err } = await run("networks", "resnet18");
    expect(err).toContain("networks (cifar-cnn, cifar-cnn-improved, resnet-18,");
    expect(err).toContain("devices (cpu, webgpu, cuda); ways (sweep)");
    expect(err).toMatch(/Try: npx lionlab bench networks resnet-18\n$/);
  });

  it("refuses two devices, and a sweep on one that is not the processor", async () => {
    expect((await run("networks", "cuda", "webgpu")).err).toContain(
      "takes one word of its devices, and was given cuda and",
    );
    const { code, err } = await run("networks", "resnet-50", "sweep", "cuda");
    expect(err).toMatch(/the device was cuda\. Try: npx lionlab bench networks resnet-50 sweep\n$/);
    expect(code).toBe(2);
  });

  it("answers --json with the mistake as JSON", async () => {
    const { err } = await run("small-work", "epoch", "--json");
    expect(JSON.parse(err).error).toMatchObject({
      code: "unknown-word",
      data: { given: "epoch", near: expect.arrayContaining(["epochs"]) },
    });
  });

  it("says which Python lacks a peer, and how to name another", async () => {
    const { peerSide, withoutPeer } = await import("../../bench/process.ts");
    const side = peerSide("PyTorch", "pytorch_mlp.py");
    const error = withoutPeer(side, new Error("Command failed\nModuleNotFoundError: No module named 'torch'\n"));
    expect(String(error)).toMatch(
      /\(ModuleNotFoundError: No module named 'torch'\)\. Name a Python .*LIONLAB_BENCH_PYTHON=/,
    );
    const other = new Error("Command failed\nZeroDivisionError\n");
    expect(withoutPeer(side, other)).toBe(other);
  });
});
