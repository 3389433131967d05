/**
 * A small discovery from its file to its programs and report: interrupted, continued, shown; what it found runs in a study.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSampleFashion } from "../samples/fashion.ts";
import { runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const setup = { cwd, env: { LIONLAB_DATA: join(cwd, "data") } };

const discovery = `name: small
methods: [evolution, constants]
tasks: [mlp]
budget: { evaluations: 8 }
evolution: { population: 20, lag: 8 }
funnel: null
simplify: null
`;
const judged = `name: judged
methods: [evolution, constants]
tasks: [mlp-short]
budget: { evaluations: 12 }
evolution: { population: 10, lag: 4, tournament: 4, tune: 0.4, niches: 0.05, tuneFirst: 4 }
funnel:
  finalists: 2
  freshSeeds: 3
  sequential: { most: 6 }
  tuning: { variants: 4, seeds: 2 }
  rates: [1]
  larger: [{ name: mlp-few, seeds: 2 }]
  full: { epochs: 1, batchSize: 32, seeds: 1, rates: [1] }
`;
const study = `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 32 }
lr: 1
optimizers:
  - { name: lion, lr: 0.001 }
  - { name: adamw, lr: 0.001 }
`;

beforeAll(() => {
  writeSampleFashion(join(cwd, "data"), { train: 240, test: 40 });
  writeFileSync(join(cwd, "small.yaml"), discovery);
  writeFileSync(join(cwd, "judged.yaml"), judged);
  writeFileSync(join(cwd, "tiny.yaml"), study);
});
afterAll(() => folder.dispose());

const found = (name: string) => join("runs", "small", "programs", name);

describe("lionlab discover", () => {
  it("searches, ends with the findings, and leaves programs and a report", async () => {
    const { code, out, err } = await runCli(["discover", "small.yaml", "--workers", "1"], setup);
    expect({ code, err: err.split("\n")[0] }).toEqual({
      code: 0,
      err: "small: evolution and constants from paper-adamw-seed on mlp, 1 seed each, 8 evaluations a search",
    });
    expect(err).toMatch(/^2 searches\.$/m);
    expect(err).toMatch(/^✓ constants 0 {2}best 0\.\d{4} \([+-]0\.\d{4}\) {2}8 evaluations of 8 programs in /m);
    expect(out).toContain(`Programs: ${found("best.py")} and `);
    expect(out).toContain(`Report: ${join("runs", "small", "report", "report.html")}\n`);
    const takeHome = /^To take the best home: npx lionlab (export .+)\n$/m.exec(out)?.[1];
    const exported = await runCli(takeHome?.split(" ") ?? [], setup);
    expect(exported).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\nTo run it: pytest test_small_best\.py\n$/),
    });
    expect(readFileSync(join(cwd, "small_best.py"), "utf8")).toMatch(
      /Found by the discovery small: evolution[\s\S]*\nclass SmallBest\(/,
    );
    expect(existsSync(join(cwd, "runs/small/report/report.html"))).toBe(true);
    expect(readdirSync(join(cwd, "runs/small/programs"))).toEqual(
      expect.arrayContaining(["best.py", "tuned-adamw.py"]),
    );
    expect(readFileSync(join(cwd, found("best.py")), "utf8")).toMatch(
      /^# small: evolution 0, evaluation \d+\n# Family: .*\n# Fitness: 0\.\d{4} .*\n# Identity: [0-9a-f]{32}\n# Command: npx lionlab discover small\.yaml\n/,
    );
  });

  it("finds the same with two workers, and speaks JSON lines", async () => {
    const { code, out, err } = await runCli(
      ["discover", "small.yaml", "--workers", "2", "--out", "again", "--json"],
      setup,
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toEqual({ kind: "planned", name: "small", searches: 2, resumed: false });
    expect(events.at(-2)).toEqual({ kind: "ended", outcome: "complete" });
    const result = events.at(-1);
    expect(result).toMatchObject({ kind: "result", programs: expect.any(Array), discovery: { name: "small" } });
    const shown = JSON.parse((await runCli(["discover", "show", "small", "--json"], setup)).out);
    const facts = ({ searches }: typeof shown) => searches.map(({ seconds, ...rest }: { seconds: number }) => rest);
    expect(facts(result.discovery)).toEqual(facts(shown));
    expect(shown.searches.map(({ state, evaluations }: typeof shown) => [state, evaluations])).toEqual([
      ["ended", 8],
      ["ended", 8],
    ]);
  });

  it("shows the run, the ancestry of its best program, and writes its report again", async () => {
    const { out } = await runCli(["discover", "show", "small"], setup);
    expect(out).toMatch(/^evolution 0 +ended +0\.\d{4} /m);
    expect(out).toContain("budget: 8 evaluations a search");
    expect(out).toMatch(/^Best program: .+$/m);
    const tree = await runCli(["discover", "tree", "runs/small", "--search", "constants-0", "--limit", "2"], setup);
    expect(tree.out).toMatch(/^constants 0: 0\.\d{4} → 0\.\d{4} /);
    expect(tree.out).toMatch(/^ +0 +0\.\d{4} +the program that the search starts from$/m);
    const json = JSON.parse((await runCli(["discover", "tree", "small", "--json"], setup)).out);
    expect(json.search.method).toBe("evolution");
    const report = await runCli(["discover", "report", "small", "--out", "elsewhere"], setup);
    expect(report).toMatchObject({ code: 0, out: `${join("elsewhere", "report.html")}\n` });
  });

  it("what it found runs as an optimizer of a study", async () => {
    const optimizers = `lion,adamw,./${found("best.py")},./${found("tuned-adamw.py")}`;
    const { code, out } = await runCli(["compare", "tiny.yaml", "--optimizers", optimizers], setup);
    expect(code).toBe(0);
    for (const label of ["lion", "adamw", "best", "tuned-adamw"]) expect(out).toMatch(new RegExp(`^${label} `, "m"));
  });

  it("tunes and judges what it found, simplifies it, trains it in full, and does none of it twice", async () => {
    const run = async (...words: string[]) => {
      const { code, out } = await runCli(["discover", ...words, "--json"], setup);
      const lines = out.trim().split("\n");
      return { code, events: lines.map((line) => JSON.parse(line)) };
    };
    const { code, events } = await run("judged.yaml", "--workers", "2");
    expect(code).toBe(0);
    const of = (kind: string) => events.filter((event) => event.kind === kind);
    const phases = of("phase").map(({ phase }) => phase);
    expect([...new Set(phases)]).toEqual(
      expect.arrayContaining(["tuning", "fresh-seeds", "meta-validation", "larger", "simplification", "full"]),
    );
    const tuned = of("tuned").map(({ tuning }) => tuning);
    const first = tuned.filter(({ role }) => role !== "simplified");
    expect(new Set(first.map(({ role }) => role))).toEqual(new Set(["baseline", "finalist", "reference"]));
    for (const { before, after } of tuned) expect(after.mean).toBeGreaterThanOrEqual(before.mean);
    const entries = of("funnel").map(({ entry }) => entry);
    const fresh = entries.filter(({ stage, role }) => stage === "fresh-seeds" && role !== "simplified");
    expect(fresh.map(({ program, scores }) => [program, scores.length])).toEqual(
      first.map(({ after, role }) => [after.program, role === "reference" ? 3 : 6]), // what is level is looked at twice
    );
    for (const stage of ["larger", "full"])
      expect(entries.filter((one) => one.stage === stage).map(({ role }) => role)).toEqual(
        expect.arrayContaining(["baseline", "reference"]),
      );

    const again = await run("resume", "judged");
    expect(again.code).toBe(0);
    expect(again.events.filter(({ kind }) => kind === "tuned" || kind === "funnel" || kind === "simplified")).toEqual(
      [],
    );
    const withoutTimes = (result: unknown) => JSON.stringify(result).replaceAll(/"seconds":[\d.]+/g, "");
    expect(withoutTimes(again.events.at(-1))).toBe(withoutTimes(events.at(-1)));
  });

  it("stops at Ctrl-C with everything kept, and goes on to the same budget", async () => {
    const long = ["discover", "small.yaml", "--budget", "100000e", "--out", "long", "--workers", "1"];
    const told = startCli([...long, "--json"], setup);
    await told.seen('"kind":"improved"');
    told.child.kill("SIGINT");
    const { code: stopped, out: lines } = await told.ended;
    expect(stopped).toBe(130);
    expect(lines).toContain('{"kind":"stopping"}');
    expect(JSON.parse(lines.trim().split("\n").at(-1)!)).toEqual({ kind: "ended", outcome: "stopped" });

    const { child, ended, seen } = startCli(long, setup);
    await seen("2 searches, going on from what is there.");
    child.kill("SIGINT");
    const { code, out, err } = await ended;
    expect({ code, out }).toEqual({ code: 130, out: "" });
    expect(err).toMatch(/^Stopped after [\d,]+ evaluations; all are kept\./m);
    expect(err).toContain("To go on: npx lionlab discover resume long --workers 1\n");
    const before = JSON.parse((await runCli(["discover", "show", "long", "--json"], setup)).out);
    const kept = Math.max(...before.searches.map(({ evaluations }: { evaluations: number }) => evaluations));
    expect(kept).toBeGreaterThan(0);

    const resumed = await runCli(["discover", "resume", "long", "--budget", `${kept + 4}e`], setup);
    expect(resumed.code).toBe(0);
    expect(resumed.err).toContain("2 searches, going on from what is there.");
    const after = JSON.parse((await runCli(["discover", "show", "long", "--json"], setup)).out);
    expect(after.searches.map(({ evaluations }: { evaluations: number }) => evaluations)).toEqual([kept + 4, kept + 4]);
    expect(after.command).toBe(`npx lionlab discover small.yaml --budget ${kept + 4}e`);
  });

  it("stops at once at a second Ctrl-C, and goes on all the same", async () => {
    const long = ["discover", "small.yaml", "--budget", "100000e", "--out", "twice", "--workers", "1"];
    const { child, ended, seen } = startCli([...long, "--json"], setup);
    await seen('"kind":"improved"');
    child.kill("SIGINT");
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 130, err: "" });
    const resumed = await runCli(["discover", "resume", "twice", "--budget", "3e"], setup);
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.err).toContain("2 searches, going on from what is there.");
  });
});

describe("wrong input", () => {
  it.each([
    [["compare", "rediscover"], /The preset "rediscover" is a discovery, .* Try: lionlab discover rediscover/],
    [["discover", "small.yaml", "--budget", "5"], /--budget needs a unit after 5, .* Examples: 5m, 2h, 25000e/],
    [["discover", "small.yaml", "--set", "seedProgram=./none.py"], /none\.py cannot be read: there is no such file/],
    [["discover", "small.yaml", "--data", "nowhere"], /there is no such folder/],
    [["show", "small"], /The run "small" is a discovery, not a study\. Try: npx lionlab discover show small/],
    [["discover", "tree", "small", "--search", "random-0"], /it has evolution-0, constants-0\./],
  ])("%j", async (args, expected) => {
    const before = readdirSync(cwd);
    const { code, out, err } = await runCli(args, setup);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(expected);
    expect(err).not.toMatch(/^\s+at /m);
    expect(readdirSync(cwd)).toEqual(before);
  });
});
