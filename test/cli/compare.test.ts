/**
 * The main job, small: a study from its file to its table and report, interrupted, continued and extended.
 */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSampleFashion } from "../samples/fashion.ts";
import { runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const setup = { cwd, env: { LIONLAB_DATA: join(cwd, "data") } };

const study = `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 32 }
optimizers:
  - { name: lion, lr: [0.001] }
  - { name: adam, lr: [0.001] }
`;

beforeAll(() => {
  writeSampleFashion(join(cwd, "data"), { train: 200, test: 50 });
  writeFileSync(join(cwd, "tiny.yaml"), study);
});
afterAll(() => folder.dispose());

describe("lionlab compare", () => {
  it("trains, shows each trial, and ends with the table and the report", async () => {
    const { code, out, err } = await runCli(["compare", "tiny.yaml"], setup);
    expect({ code, err: err.split("\n")[0] }).toEqual({ code: 0, err: "looking for Fashion-MNIST …" });
    expect(err).toMatch(/2 trials; \d workers?\.\n/);
    expect(err).toMatch(/✓ lion {2}lr 0\.001 {2}validation [\d.]+ % {2}test [\d.]+ % {2}1 epoch in .*\n/);
    expect(out).toMatch(/^optimizer +best rate/m);
    expect(out).toContain(`Report: ${join("runs", "tiny", "report", "report.html")}\n`);
    expect(out.replaceAll("\n", " ").split("6 seeds could: run it again with `--seeds 6`")).toHaveLength(2); // what was found says it, once
    expect(out).not.toContain("No difference can be shown");
    expect(out).toContain(
      "\nFor more seeds, with all that is computed kept:\n  npx lionlab compare tiny.yaml --seeds 6\n",
    );
    expect(readdirSync(join(cwd, "runs/tiny/report"))).toEqual(
      expect.arrayContaining(["report.html", "report.md", "results.csv", "curves.csv"]),
    );
  });

  it("has nothing left to do the second time, and says so", async () => {
    const { code, err } = await runCli(["compare", "tiny.yaml"], setup);
    expect(code).toBe(0);
    expect(err).toContain("2 trials, all done before.");
    expect((await runCli(["plan", "tiny.yaml"], setup)).out).toContain("2 trials, 2 done: nothing is left to run");
  });

  it("runs only what an extended study adds, and speaks JSON lines", async () => {
    const { code, out, err } = await runCli(
      ["compare", "tiny.yaml", "--seeds", "2", "--workers", "1", "--json"],
      setup,
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ kind: "started", progress: { done: 2, total: 4 } });
    const trained = events.filter(({ event }) => event?.kind === "started").map(({ trial }) => trial.seed);
    expect(trained).toEqual([1, 1]);
    expect(events.at(-1)).toMatchObject({ kind: "result", report: { title: "tiny" } });
    expect(existsSync(join(cwd, events.at(-1).files[0]))).toBe(true);
  });

  it("shows and reports what is there", async () => {
    expect((await runCli(["show", "tiny"], setup)).out).toMatch(/^lion .* 4\/4$|^lion .* 2\/2$/m);
    expect((await runCli(["show", "runs/tiny", "-f", "csv"], setup)).out.trim().split("\n")).toHaveLength(5);
    expect(JSON.parse((await runCli(["show", "tiny", "--json"], setup)).out)).toMatchObject({ title: "tiny" });
    expect((await runCli(["show", "tiny", "-f", "markdown"], setup)).out).toContain("# tiny");
    const { out } = await runCli(["report", "tiny", "--out", "elsewhere"], setup);
    expect(out).toBe(`${join("elsewhere", "report.html")}\n`);
    expect(readFileSync(join(cwd, "elsewhere", "report.html"), "utf8")).toContain("<html");
  });

  it("keeps weights where it is asked to, and no checkpoints of what is done", async () => {
    const words = ["compare", "tiny.yaml", "--out", "kept", "--keep-weights", "--checkpoint-every-steps", "2"];
    expect((await runCli(words, setup)).code).toBe(0);
    const keys = JSON.parse((await runCli(["show", "kept", "--json"], setup)).out).results.map(
      ({ key }: { key: string }) => `${key}.safetensors`,
    );
    expect(readdirSync(join(cwd, "kept/weights")).sort()).toEqual(keys.sort());
    expect(readdirSync(join(cwd, "kept/checkpoints"))).toEqual([]);
    expect(existsSync(join(cwd, "runs/tiny/weights"))).toBe(false);
  });

  it("keeps checkpoints where it is told to, and refuses other places before anything is written", async () => {
    const words = ["compare", "tiny.yaml", "--out", "apart", "--checkpoints"];
    expect((await runCli([...words, "gs://lab"], setup)).err).toMatch(
      /^lionlab: Cannot keep checkpoints at gs:\/\/lab: /,
    );
    expect((await runCli([...words, "tiny.yaml"], setup)).code).toBe(2);
    const { err } = await runCli([...words, "postgresql://me:hush@localhost/lab"], setup);
    expect([err.includes("set PGPASSWORD"), err.includes("hush")]).toEqual([true, false]);
    expect(existsSync(join(cwd, "apart"))).toBe(false);
    expect((await runCli([...words, pathToFileURL(join(cwd, "shared")).href], setup)).code).toBe(0);
    expect([readdirSync(join(cwd, "shared")), existsSync(join(cwd, "apart/checkpoints"))]).toEqual([[], false]);
  });

  it("starts from weights that a run kept, and refuses others before anything is written", async () => {
    const [weights] = readdirSync(join(cwd, "kept/weights")).map((file) => join("kept", "weights", file));
    const loss = async (words: readonly string[]): Promise<number> => {
      const { out, code } = await runCli(["compare", "tiny.yaml", "--json", "--optimizers", "adam", ...words], setup);
      expect(code).toBe(0);
      const [epoch] = out.split("\n").filter((line) => line.includes('"kind":"epoch"'));
      return JSON.parse(epoch!).event.record.trainLoss;
    };
    const tuned = await loss(["--out", "tuned", "--init", weights!]);
    expect(tuned).toBeLessThan((await loss(["--out", "untuned"])) - 0.05);
    const refused = async (words: readonly string[], sentence: string) => {
      const { code, err } = await runCli(["compare", "tiny.yaml", "--out", "refused", ...words], setup);
      expect({ code, written: existsSync(join(cwd, "refused")) }).toEqual({ code: 2, written: false });
      expect(err).toContain(sentence);
    };
    await refused(["--init", "none.safetensors"], "none.safetensors");
    await refused(["--init", "tiny.yaml"], "Weights are read from safetensors");
    await refused(["--init", weights!, "--set", "model=resnet-18"], "do not fit the model resnet-18");
  });

  it("ends with an error where its folder goes away while it trains", async () => {
    const long = ["compare", "tiny.yaml", "--epochs", "500", "--out", "deleted", "--workers", "1", "--json"];
    const { ended, seen } = startCli(long, setup);
    await seen('"kind":"epoch"');
    renameSync(join(cwd, "deleted"), join(cwd, "elsewhere-now")); // in one step, while the run writes into it
    const { code, out, err } = await ended;
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("was removed or replaced while it was written"),
    });
    expect(out).not.toContain("report.html");
  });

  it("stops in its first second without a trace of how, and begins again", async () => {
    const words = ["compare", "tiny.yaml", "--out", "early"];
    const atOnce = startCli(words, setup);
    atOnce.child.kill("SIGINT");
    const begun = startCli(words, setup);
    await begun.seen("looking for Fashion-MNIST");
    begun.child.kill("SIGINT");
    for (const { ended } of [atOnce, begun]) {
      const { code, err } = await ended;
      expect([null, 130]).toContain(code); // null: ended by the signal before anything could listen
      expect(err).not.toContain("    at ");
    }
    expect((await runCli(words, setup)).code).toBe(0);
  });

  it("stops at Ctrl-C with what is done kept, and goes on", async () => {
    const long = ["compare", "tiny.yaml", "--epochs", "500", "--out", "long", "--workers", "1"];
    const told = startCli([...long, "--json"], setup);
    await told.seen('"kind":"progress"');
    told.child.kill("SIGINT");
    const { code: stopped, out: lines } = await told.ended;
    expect(stopped).toBe(130);
    expect(JSON.parse(lines.trim().split("\n").at(-1)!)).toMatchObject({ kind: "ended", outcome: "stopped" });

    const { child, ended, seen } = startCli(long, setup);
    await seen("2 trials; 1 worker.");
    child.kill("SIGINT");
    const { code, out, err } = await ended;
    expect({ code, out }).toEqual({ code: 130, out: "" });
    expect(err).toContain("Stopping: the trials under way are being saved.");
    expect(err).toContain(
      "Stopped with 0 of 2 trials done. To go on: npx lionlab compare tiny.yaml --epochs 500 --out long --workers 1\n",
    );

    const second = startCli(long, setup);
    await second.seen("2 trials; 1 worker.");
    second.child.kill("SIGINT");
    second.child.kill("SIGINT");
    expect(await second.ended).toMatchObject({ code: 130 });
  });
});
