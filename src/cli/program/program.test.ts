import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { commands } from "../commands/index.ts";
import { runCommandLine } from "../parser.ts";
import { lineChanges } from "./line-changes.ts";

async function run(line: string, input: string) {
  const terminal = fakeTerminal({ input });
  const code = await runCommandLine({ argv: line.split(" "), commands, version: "1.2.3", terminal });
  return { code, out: terminal.out.text(), err: terminal.err.text() };
}

const found = `def train(w, g, m, v, lr):
  x = sin(v)
  m = interp(g, v, 0.9)
  g = clip(g, lr)
  a = abs(m)
  v = interp(g, v, 0.99)
  update = m / a
  m = cosh(update)
  lr = lr * 0.001
  update = update * lr
  return update, m, v
`;

describe("lionlab program hash", () => {
  it("is the same for other names and dead code, and another for another constant", async () => {
    const hash = async (text: string) => JSON.parse((await run("program hash - --json", text)).out);
    const first = await hash(found);
    expect(first).toEqual({
      identity: expect.stringMatching(/^[0-9a-f]{32}$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      reason: null,
    });
    const renamed = found
      .replace("a = abs(m)", "size = abs(m)")
      .replace("m / a", "m / size")
      .replace("x = sin(v)", "y = g");
    expect(await hash(renamed)).toEqual(first);
    const other = await hash(found.replace("0.99", "0.98"));
    expect(other.identity).not.toBe(first.identity);
    expect(other.fingerprint).not.toBe(first.fingerprint);
    const library = JSON.parse(
      (await run("program hash - --json", "state m = zeros\nm = lerp(g, m, 0.9)\nw -= lr * m")).out,
    );
    expect(library.identity).toBe(
      (await hash("def train(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  update = lr * m\n  return update, m\n"))
        .identity,
    );
    const { out } = await run("program hash -", "w = w - lr * where(g > 0, g, 0)");
    expect(out).toMatch(/identity {5}none: The program cannot be written in the paper's form.*of tensors/);
    expect(out).toMatch(/fingerprint {2}[0-9a-f]{32}/);
  });
});

describe("lionlab program prune", () => {
  it("says what was dead within a step and across steps", async () => {
    const { out } = await run("program prune -", found);
    expect(out).toContain("2 of 9 statements are dead.");
    expect(out).toContain("no returned value depends on them.\n  - x = sin(v)");
    expect(out).toContain("no later update depends on them.\n  - m = cosh(update)");
    expect(out).toContain("States that are never read: m");
    const json = JSON.parse((await run("program prune - --json", found)).out);
    expect(json).toMatchObject({ statements: 9, deadWithinStep: ["x = sin(v)"], deadStates: ["m"] });
    expect(json.program).not.toContain("cosh");
  });
});

describe("lionlab program prune, in the library's dialect", () => {
  it("keeps the words of the program", async () => {
    const { out } = await run(
      "program prune -",
      "state m = zeros\nstate s = zeros\nx = sin(g)\ns = g\nm = lerp(g, m, 0.9)\nw -= lr * m\n",
    );
    expect(out).toContain("state m = zeros\nm = lerp(g, m, 0.9)\nw = w - lr * m\n");
    expect(out).toContain("3 of 6 statements are dead.");
    expect(out).toContain("States that are never read: s");
  });
});

describe("lionlab program simplify", () => {
  it("numbers its steps, with label, sentence and the lines that changed", async () => {
    const { out } = await run("program simplify -", found);
    expect(out).toContain(" 1. exact      dead statement\n    No returned value depends on it.\n    - x = sin(v)\n");
    expect(out).toMatch(/ 3\. tolerant {3}sign by division\n {4}With the protected division/);
    expect(out).toContain("    - a = abs(m)\n");
    expect(out).toContain("Not taken, as they are no identities: drop clip.");
    expect(out).not.toContain("\u001b[");
  });

  it("takes empirical steps where asked, and says that they were not measured", async () => {
    const { out } = await run("program simplify - --empirical", found);
    expect(out).toMatch(/empirical {2}drop clip \(not re-evaluated\)/);
    expect(out).toContain("1 empirical, not re-evaluated");
    const json = JSON.parse((await run("program simplify - --empirical --json", found)).out);
    expect(json.steps.at(-1)).toMatchObject({ rule: "names and order", label: "exact", measured: null });
    expect(json.notTaken).toEqual([]);
    expect(json.program).toContain("sign(update)");
  });

  it("says where nothing is left to do, and refuses mistakes in words", async () => {
    const simple = "def train(w, g, lr):\n  update = g * lr\n  return update\n";
    expect((await run("program simplify -", simple)).out).toBe(
      `No rule applies; this is the simplest form:\n\n${simple}`,
    );
    const library = "hyper beta = 0.9\nstate m = zeros\nm = beta * m + (1 - beta) * g\nw -= lr * m / abs(m)\n";
    const { out } = await run("program simplify - --set beta=0.5", library);
    expect(out).toContain("In the paper's form, with hyperparameters as constants");
    expect(out).toContain("m = interp(g, m, 0.5)");
    expect(out).toContain("update = sign(");
    await expect(run("program simplify -", "w -= polar(g)")).rejects.toMatchObject({ code: "no-seed" });
    await expect(run("program simplify -", "def train(w, g, lr):\n  return q")).rejects.toMatchObject({
      code: "program-invalid",
    });
  });
});

describe("lionlab program explain", () => {
  it("tells the family, the formula and the memory", async () => {
    const text =
      "def train(w, g, m, lr):\n  u = interp(g, m, 0.9)\n  m = interp(g, m, 0.99)\n  u = sign(u) + w * 0.1\n  u = u * lr\n  return u, m\n";
    const { out } = await run("program explain -", text);
    expect(out).toContain("This is Lion with β1 = 0.9, β2 = 0.99, weight decay 0.1 (equal to rounding).");
    expect(out).toContain("w ← w - (sign(0.1·g + 0.9·m) + 0.1·w)·lr");
    expect(out).toContain("m ← 0.01·g + 0.99·m");
    expect(out).toContain("1 state (m): 4 bytes a weight in float32");
    expect(out).toMatch(/sign momentum +yes, by structure/);
    const json = JSON.parse((await run("program explain - --json", text)).out);
    expect(json).toMatchObject({ family: "lion", exact: true, parameters: { beta1: 0.9, decay: 0.1 } });
  });

  it("takes programs of the library's dialect with --set", async () => {
    const text = "hyper beta = 0.9\nstate m = zeros\nm = lerp(g, m, beta)\nw = w - lr * sign(m)";
    const { out } = await run("program explain - --set beta=0.5", text);
    expect(out).toContain("sign momentum (signum) with β = 0.5");
  });

  it("shows the formulas of a program of the library's dialect", async () => {
    const { out } = await run("program explain -", "state m = zeros\nm = lerp(g, m, 0.9)\nw -= lr * m");
    expect(out).toContain("m ← 0.1·g + 0.9·m");
    expect((await run("program explain -", "w -= lr * where(g > 0, g, 0)")).out).toContain("where(g > 0, g, 0)");
  });

  it("has a budget for programs whose cost grows with every line", async () => {
    const feeding = (rounds: number) =>
      `def train(w, g, m, lr):\n${"  m = m + g\n  g = m * g\n".repeat(rounds)}  update = g * lr\n  return update, m\n`;
    expect((await run("program explain -", feeding(40))).out).toContain("too large to be compared with the families");
    const doubling = (count: number, last = count) =>
      `def f0(x):\n  return x + x\n${Array.from({ length: count }, (_, i) => `def f${i + 1}(x):\n  return f${i}(f${i}(x))\n`).join("")}def train(w, g, lr):\n  return f${last}(g) * lr\n`;
    for (const command of ["check", "simplify", "explain", "hash", "prune"]) {
      const outcome = run(`program ${command} -`, doubling(40)).then(
        ({ out }) => out,
        (error: Error) => error.message,
      );
      expect(await outcome, command).toMatch(/5000/);
    }
    await expect(run("program simplify -", doubling(11))).rejects.toMatchObject({ code: "too-large" });
    expect((await run("program explain -", doubling(11))).out).toContain("too large to be compared");
    const identity = "def a0(x):\n  return x\n".concat(
      ...Array.from({ length: 40 }, (_, i) => `def a${i + 1}(x):\n  return a${i}(a${i}(x))\n`),
    );
    const { out } = await run("program check -", `${identity}def train(w, g, lr):\n  return a40(g) * lr\n`);
    expect(out).toContain("5000");
  });

  it("says so where a program is no known family", async () => {
    const { out } = await run("program explain -", "def train(w, g, lr):\n  update = cos(g) * lr\n  return update\n");
    expect(out).toContain("This is no family that is known here.");
    expect(out).toMatch(/sign momentum +no/);
  });
});

describe("lineChanges", () => {
  it("gives the shortest list of changes", () => {
    const show = (a: string, b: string) => lineChanges(a, b).map(({ kind, line }) => `${kind} ${line}`);
    expect(show("a\nb\nc", "a\nx\nc\nd")).toEqual(["same a", "gone b", "new x", "same c", "new d"]);
    expect(show("a", "a")).toEqual(["same a"]);
  });
});

describe("lionlab program from-python", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-from-python-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = async (line: string, input = "") => {
    const terminal = fakeTerminal({ input, cwd: folder });
    const code = await runCommandLine({ argv: line.split(" "), commands, version: "1.2.3", terminal });
    return { code, out: terminal.out.text(), err: terminal.err.text() };
  };

  it("reads standard input, writes a file, and replaces no other text", async () => {
    const { out } = await at("export lion --to numpy");
    expect((await at("program from-python -", out)).out).toContain("state m = zeros\n");
    expect(await at("program from-python - --out lion.txt", out)).toMatchObject({
      code: 0,
      out: "lion.txt: the program of standard input\n",
    });
    writeFileSync(join(folder, "mine.txt"), "w = w - lr * g\n");
    await expect(at("program from-python - --out mine.txt", out)).rejects.toThrow(
      "mine.txt exists and holds other text",
    );
    expect(readFileSync(join(folder, "mine.txt"), "utf8")).toBe("w = w - lr * g\n");
    expect((await at("program from-python - --out mine.txt --force", out)).code).toBe(0);
    expect((await at("export ./mine.txt --to numpy")).out).toBe(out);
  });

  it("is not the only way in: export takes JSON and NumPy", async () => {
    await at("export sgd --to json --out sgd.json");
    await at("export sgd --to numpy --out sgd.py");
    const wanted = (await at("export sgd --to pytorch --set momentum=0.5")).out;
    expect((await at("export sgd.json --to pytorch --set momentum=0.5")).out).toBe(wanted);
    expect((await at("export ./sgd.py --to pytorch --set momentum=0.5")).out).toBe(wanted);
    await expect(at("export sgd.json --to pytorch --set momentun=0.5")).rejects.toThrow("Did you mean momentum");
  });

  it("says in one sentence what it cannot read", async () => {
    await expect(at("program from-python -", "class Lion:\n    pass\n")).rejects.toThrow(
      /^standard input, line 1: "class" begins nothing that can be read; there may be .*\.$/,
    );
  });
});
