import { describe, expect, it } from "vitest";
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
    });
    const renamed = found
      .replace("a = abs(m)", "size = abs(m)")
      .replace("m / a", "m / size")
      .replace("x = sin(v)", "y = g");
    expect(await hash(renamed)).toEqual(first);
    const other = await hash(found.replace("0.99", "0.98"));
    expect(other.identity).not.toBe(first.identity);
    expect(other.fingerprint).not.toBe(first.fingerprint);
    expect((await run("program hash -", "w = w - lr * g")).out).toContain("none");
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
    await expect(run("program simplify -", "w = w - g")).rejects.toMatchObject({ code: "not-simplifiable" });
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
