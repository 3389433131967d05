import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { parseStudy } from "../../study/read.ts";
import type { Command } from "../command.ts";
import { type OptionName, optionOf } from "../options.ts";
import { runCommandLine } from "../parser.ts";
import { commands } from "./index.ts";

/** Every command with the words that call it. */
const all = commands.flatMap((command): [string, Command][] => [
  [command.name, command],
  ...(command.commands ?? []).map((child): [string, Command] => [`${command.name} ${child.name}`, child]),
]);

async function run(line: string, input?: string) {
  const terminal = fakeTerminal(input === undefined ? {} : { input });
  const code = await runCommandLine({ argv: line.split(" "), commands, version: "1.2.3", terminal });
  return { code, out: terminal.out.text(), err: terminal.err.text() };
}

describe.each(all)("lionlab %s", (path, command) => {
  it("says what it does, takes --json, and prints help", async () => {
    expect(command.summary).toMatch(/^[A-Z].*\.$/);
    if (command.run !== undefined) expect(command.options).toContain("json");
    for (const { about } of command.arguments) expect(about).toMatch(/^[A-Z].*\.$/);
    for (const example of command.examples) expect(example).toContain(`lionlab ${path}`);
    const { code, out } = await run(`${path} --help`);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: lionlab ${path}`);
    for (const name of command.options) {
      const { about } = { ...optionOf(name), ...command.meanings?.[name] };
      expect(about).toMatch(/^[A-Z].*\.$/);
      expect(out.replace(/\s+/g, " ")).toContain(about);
    }
    expect(Object.keys(command.meanings ?? {}).filter((name) => !command.options.includes(name as OptionName))).toEqual(
      [],
    );
  });

  it("refuses what it does not know", async () => {
    await expect(run(`${path} --jsn`)).rejects.toMatchObject({ code: "unknown-option" });
    if (command.arguments.some(({ variadic }) => variadic)) return; // takes any number of words
    const words = command.arguments.map(() => "x").join(" ");
    const groups = command.arguments.length === 0 && command.commands !== undefined;
    await expect(run(`${path} ${words} x`.replace(/ +/g, " "))).rejects.toMatchObject({
      code: groups ? "unknown-command" : "extra-argument",
    });
  });
});

describe("lionlab", () => {
  it("prints help without a command, and its version", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    for (const { name, summary } of commands) {
      expect(out).toContain(name);
      expect(out.replace(/\s+/g, " ")).toContain(summary);
    }
    expect((await run("--version")).out).toBe("1.2.3\n");
  });

  it("names the nearest command, option and value", async () => {
    await expect(run("optimisers")).rejects.toThrow('There is no command named "optimisers". Did you mean optimizers?');
    await expect(run("program chek")).rejects.toThrow('There is no command named "chek". Did you mean check?');
    await expect(run("models --jason")).rejects.toThrow('There is no option named "--jason". Did you mean --json?');
    await expect(run("optimizers lion --convention kera")).rejects.toThrow("Did you mean keras");
  });

  it("understands help, version and -v as words", async () => {
    expect((await run("help compare")).out).toBe((await run("compare --help")).out);
    expect((await run("help program check")).out).toContain("Usage: lionlab program check");
    expect((await run("help")).out).toBe((await run("--help")).out);
    for (const line of ["version", "-v", "--version"]) expect((await run(line)).out).toBe("1.2.3\n");
  });

  it("mends the command where the command is wrong, and points from an option to the setting that it is", async () => {
    await expect(run("foo --json")).rejects.toMatchObject({ code: "unknown-command" });
    await expect(run("--json")).rejects.toMatchObject({ code: "missing-command" });
    await expect(run("compare quickstart --lr 0.1")).rejects.toThrow("Write --set 'lr=[0.001, 0.01]'");
    await expect(run("compare quickstart --weight_decay 0.1")).rejects.toThrow("--set optimizers.adamw.decay=0.01");
  });

  it("says of shared options what they mean to each command", async () => {
    const help = async (line: string) => (await run(`${line} --help`)).out.replace(/\s+/g, " ");
    expect(await help("predict")).not.toMatch(/JSON file|standard input/);
    expect(await help("optimizers trace")).toContain("JSON file with weights and gradients");
    expect(await help("program check")).not.toMatch(/evolution|batchSize/);
    expect(await help("report")).toContain("Folder for the report. (default: the folder report of the run)");
    expect(await help("compare")).not.toMatch(/discovery|solution/);
    expect(await help("discover")).not.toMatch(/study\.sqlite|batchSize|solution/);
  });

  it("says which argument or value is missing", async () => {
    await expect(run("program check")).rejects.toThrow("lionlab program check needs <file>: a program file");
    await expect(run("optimizers trace lion --input")).rejects.toThrow("--input <FILE> needs a value after it.");
    await expect(run("optimizers trace lion")).rejects.toThrow("A trace needs gradients");
  });
});

describe("small commands", () => {
  it("data lists the data sets, and says how to name a folder of images", async () => {
    const { out } = await run("data");
    expect(out).toMatch(/^cifar-100 +50,000 \+ 10,000 +3 × 32 × 32 +100 /m);
    expect(out).toContain("folder: images of your own, a folder for each class; data.path in the study file");
  });

  it("new prints a study that reads without a mistake, writes it once, and names it as its file", async () => {
    const printed = (await run("new")).out;
    expect(parseStudy(printed)).toMatchObject({ name: "my-study", model: "fashion-cnn" });
    const folder = mkdtempSync(join(tmpdir(), "lionlab-new-"));
    const at = fakeTerminal({ cwd: folder });
    const write = (file: string) => runCommandLine({ argv: ["new", file], commands, version: "1", terminal: at });
    expect(await write("odd name!.yaml")).toBe(0);
    expect(at.out.text()).toContain("npx lionlab compare 'odd name!.yaml'");
    expect(parseStudy(readFileSync(join(folder, "odd name!.yaml"), "utf8")).name).toBe("odd-name-");
    await expect(write("odd name!.yaml")).rejects.toThrow("exists already");
    await expect(write("study.json")).rejects.toThrow("ends in .yaml");
    rmSync(folder, { recursive: true });
  });

  it("presets lists every study and discovery with what it runs, within the width of the terminal", async () => {
    const { out } = await run("presets");
    expect(out).toMatch(/^quickstart +Lion, AdamW, Adam, SGD with momentum;/m);
    expect(out).toMatch(/^rediscover +From AdamW/m);
    for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
    const { study, discovery } = JSON.parse((await run("presets --json")).out);
    for (const { about } of [...study, ...discovery]) expect(about).toMatch(/^[A-Z0-9].*\.$/);
  });

  it("long lists stay within the width of the terminal", async () => {
    for (const line of ["optimizers", "models", "bench"])
      for (const row of (await run(line)).out.split("\n")) expect([...row].length, row).toBeLessThanOrEqual(100);
  });

  it("bench describes each benchmark by a whole sentence", async () => {
    for (const { about } of JSON.parse((await run("bench --json")).out)) expect(about).toMatch(/\.$/);
  });

  it("models prints the table of fashion-cnn", async () => {
    expect((await run("models fashion-cnn")).out).toMatch(/total +93,322\n/);
    expect(JSON.parse((await run("models fashion-cnn --json")).out)).toMatchObject({ parameterCount: 93_322 });
  });

  it("optimizers lists, shows and traces", async () => {
    expect((await run("optimizers")).out).toContain("lion");
    expect((await run("optimizers lion")).out).toContain("w = w - lr * (sign(c)");
    expect(JSON.parse((await run("optimizers nadam --convention keras --json")).out)).toMatchObject({
      convention: "keras",
    });
    const input = '{"w": [[1, -2]], "steps": [{"g": [[0.1, 0.2]]}]}';
    const trace = JSON.parse((await run("optimizers trace lion --set lr=0.5 --json", input)).out);
    expect(trace.steps).toEqual([{ step: 1, interpreter: [[0.5, -2.5]], graph: [[0.5, -2.5]] }]);
    expect((await run("optimizers trace sgd", input)).out).toContain("Largest relative difference");
  });

  it("program checks and prints", async () => {
    const good = "w = w-lr*(sign(g))";
    expect((await run("program print -", good)).out).toBe("w = w - lr * sign(g)\n");
    expect((await run("program check -", good)).out).toBe("The program: no mistakes\n");
    const bad = await run("program check - --json", "w = w - lr * sing(g)");
    expect(bad.code).toBe(2);
    expect(JSON.parse(bad.out).diagnostics[0]).toMatchObject({ line: 1, column: 14 });
  });
});
