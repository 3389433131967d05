/**
 * Wrong input gets one sentence and exit code 2, without a stack trace, and leaves nothing behind (law 6).
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSampleFashion } from "../samples/fashion.ts";
import { type CliResult, runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const data = join(cwd, "data");

const study = `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 32 }
optimizers: [{ name: lion, lr: 0.001 }]
`;

function writeStudy(name: string, from: string, to: string): void {
  if (!study.includes(from)) throw new Error(`the study has no ${from}`);
  writeFileSync(join(cwd, name), study.replace(from, to));
}

/** A folder of data in which one file has other bytes. */
function damagedData(name: string, change: (bytes: Uint8Array) => Uint8Array): string {
  const copy = writeSampleFashion(join(cwd, name), { train: 40, test: 20 });
  const file = join(copy, "train-images-idx3-ubyte.gz");
  writeFileSync(file, change(readFileSync(file)));
  return copy;
}

beforeAll(() => {
  writeSampleFashion(data, { train: 400, test: 100 });
  writeFileSync(join(cwd, "tiny.yaml"), study);
});
afterAll(() => folder.dispose());

function expectSentence({ code, out, err }: CliResult, expected: RegExp | string): void {
  const said = err.split("\n").filter((line) => line.startsWith("lionlab: "));
  expect(err).not.toMatch(/^\s+at /m);
  expect(said.join("\n")).toMatch(expected);
  expect({ code, out, sentences: said.length }).toEqual({ code: 2, out: "", sentences: 1 });
}

async function compare(...args: string[]): Promise<CliResult> {
  const before = readdirSync(cwd);
  const result = await runCli(["compare", ...args], { cwd, env: { LIONLAB_DATA: data } });
  expect(readdirSync(cwd)).toEqual(before);
  return result;
}

describe("names", () => {
  it.each([
    [["quikstart"], /There is no preset named "quikstart"\. Did you mean quickstart\?/],
    [["tiny.yml"], /Cannot read the study tiny\.yml: there is no such file\./],
    [["tiny.yaml", "--optimizers", "lino"], /There is no optimizer named "lino"\. Did you mean lion\b/],
    [["tiny.yaml", "--set", "model=fashion-cn"], /There is no model named "fashion-cn"\. Did you mean fashion-cnn\?/],
    [["tiny.yaml", "--set", "training.epcohs=3"], /there is no key "epcohs" here; did you mean epochs/],
    [["tiny.yaml", "--set", "optimizers.lion.beta3=0.5"], /The optimizer lion has no hyperparameter "beta3"/],
    [
      ["tiny.yaml", "--optimizers", "./none.txt", "--set", "lr=0.1"],
      /The optimizer program \.\/none\.txt cannot be read/,
    ],
    [["tiny.yaml", "--device", "gpu"], /There is no device named "gpu"/],
    [["tiny.yaml", "--epocs", "3"], /There is no option named "--epocs"\. Did you mean --epochs/],
  ])("%j", async (args, expected) => {
    expectSentence(await compare(...args), expected);
  });
});

describe("numbers", () => {
  it.each([
    ["lr: 0.001", "lr: []", /lr must be a list that is not empty/],
    ["lr: 0.001", "lr: .nan", /lr must be a number/],
    ["lr: 0.001", "lr: -0.1", /a learning rate must be above 0, but -0\.1 is not/],
    ["lr: 0.001", "lr: 0", /a learning rate must be above 0, but 0 is not/],
    ["fashion-mnist }", "fashion-mnist, validation: 0 }", /validation must be above 0/],
    ["fashion-mnist }", "fashion-mnist, validation: 1 }", /validation must be below 1/],
    ["batchSize: 32", "batchSize: 321", /from 1 to the 320 that are trained on, but batchSize is 321/],
    ["epochs: 1", "epochs: 0", /training\.epochs must be at least 1/],
    ["lr: 0.001", "lr: 0.001, beta1: 1.5", /beta1 of lion must be a finite number at least 0 and below 1/],
    ["[{ name: lion, lr: 0.001 }]", "[", /is not valid YAML or JSON/],
  ])("%s → %s", async (from, to, expected) => {
    writeStudy("wrong.yaml", from, to);
    expectSentence(await compare("wrong.yaml"), expected);
  });

  it.each(["0", "-3", "1.5", "many"])("--epochs %s", async (text) => {
    expectSentence(await compare("tiny.yaml", `--epochs=${text}`), /--epochs needs a whole number of epochs from 1/);
  });
});

describe("data", () => {
  it.each([
    ["truncated", (bytes: Uint8Array) => bytes.slice(0, bytes.length / 2), /train-images-idx3-ubyte\.gz/],
    ["no-gzip", () => new TextEncoder().encode("<html>moved</html>"), /train-images-idx3-ubyte\.gz.*gzip/],
    ["magic", () => gzipSync(new Uint8Array(100).fill(7)), /train-images-idx3-ubyte\.gz/],
  ] as const)("%s", async (name, change, expected) => {
    const damaged = damagedData(name, change);
    expectSentence(await compare("tiny.yaml", "--data", damaged), expected);
  });

  it("a folder without the files, or none at all", async () => {
    mkdirSync(join(cwd, "empty"), { recursive: true });
    expectSentence(await compare("tiny.yaml", "--data", "empty"), /there is no train-images-idx3-ubyte\.gz/);
    expectSentence(await compare("tiny.yaml", "--data", "nowhere"), /there is no such folder/);
  });
});

describe("places", () => {
  it("a store that is not ours, of an unknown kind, or below a file", async () => {
    writeFileSync(join(cwd, "other.sqlite"), "something else entirely");
    expectSentence(await compare("tiny.yaml", "--storage", "other.sqlite"), /other\.sqlite holds no records/);
    expectSentence(
      await compare("tiny.yaml", "--storage", "postgres://me:s3cret@host"),
      /Cannot use the address of a PostgreSQL server, .*: behind the host comes one name, the database's\.$/m,
    );
    expectSentence(
      await compare("tiny.yaml", "--storage", "mysql://me@host/db"),
      /Cannot keep records at mysql: addresses/,
    );
    expectSentence(await compare("tiny.yaml", "--out", "other.sqlite/below"), /other\.sqlite/);
    expect(readFileSync(join(cwd, "other.sqlite"), "utf8")).toBe("something else entirely");
  });

  it("a run that does not exist", async () => {
    const result = await runCli(["show", "quickstart"], { cwd });
    expectSentence(result, 'There is no run "quickstart" here.');
  });
});

describe("with --json", () => {
  it("the sentence is a JSON object on standard error", async () => {
    const { code, out, err } = await compare("quikstart", "--json");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(JSON.parse(err)).toMatchObject({
      error: { code: "unknown-preset", message: expect.stringContaining("quickstart") },
    });
  });
});
