import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { listRequested } from "../listing/list-requested.ts";
import { isOfProgramFile } from "../listing/origin.ts";
import { randomPrograms } from "../random-programs.conformance.ts";
import { json } from "../targets/json.ts";
import { numpy } from "../targets/numpy.ts";
import { programTextOf } from "./read-file.ts";
import { mutated, readsOrSays, roundTrips } from "./round-trip.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-reading-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string): string => programTextOf({ shown: "x.py", text });

describe("exports come back as they were", () => {
  test.each([
    "lion",
    "adamw",
    "nadam",
    "muon",
    "adagrad",
    "paper-discovered",
    "cautious-decay-lion",
    "lionk-ky-fan",
    "lionk-lp",
  ])("%s", (name) => {
    roundTrips({ name }, folder);
  });
  test("with constants, flags turned, another rate, of another convention", () => {
    roundTrips({ name: "sgd", hyperparameters: { momentum: 0.5, nesterov: true, lr: 0.25 } }, folder);
    roundTrips({ name: "amsgrad", convention: "keras", hyperparameters: { l2: 0 } }, folder);
  });
  test("programs of the search", () => {
    for (const request of randomPrograms(6, folder)) roundTrips(request, folder, { sameListing: false });
  });
  test.each([
    ["several passes", "c = g / global_norm(g)\nd = c + w\nd = d / global_norm(d)\nw = w - lr * (c + d) * dot(c, d)"],
    [
      "states that change places",
      "state a = zeros\nstate b = ones\nscalar p = 1\nscalar q = 2\nold = a\na = b\nb = old\ns = p\np = q\nq = s\nw = w - lr * (a * p + g * q + b)",
    ],
    ["weights that change twice", "state m = zeros\nw = w - lr * g * (1 + m)\nm = w * w + sin(w)\nw = w + m"],
    ["a state that takes the gradient", "state last = zeros\nd = g - last\nlast = g\nw = w - lr * d"],
    [
      "old states that are read on",
      "state m = zeros\nold = m\nm = lerp(g, m, 0.9)\nw = w - lr * (m + sin(old) * w + old)",
    ],
    ["masks of their own", "w = w - lr * (g + 0.1 * masked(w) + masked(w * g))"],
    ["what is masked beside the weights", "hyper decay = 0.1\nw = w - lr * (g + decay * masked(w * g))"],
    [
      "names that Python reserves",
      "hyper lambda = 0.1\nhyper params = 2\nstate len = zeros\nlen = lerp(g, len, lambda)\nw = w - lr * len * params",
    ],
    [
      "choices and conditions",
      "hyper fast = True\nscalar t = 0\nt = t + 1\nu = g if fast and step > 3 else g * sign(t - 2)\nw = w - lr * where(u * g > 0 and not (w == 0), u, peak_lr * step / total_steps)",
    ],
    ["numbers that are not finite", "w = w - lr * min(g, 1 / 0) - max(g, -1 / 0) * 1e-300"],
  ])("%s", (_, text) => {
    writeFileSync(join(folder, "p.txt"), text);
    roundTrips({ name: "./p.txt", folder }, folder);
  });
});

test("a program of the paper's form comes back from JSON word for word, with what does nothing", () => {
  const [one] = randomPrograms(3, folder).slice(2);
  const text = json.print(listRequested(one!));
  expect(read(text).replace(/^#.*\n/gm, "")).toBe(one!.text);
});

describe("an edited export", () => {
  const edited = numpy.print(listRequested({ name: "lion" })).replace("np.sign(c)", "np.tanh(3 * c)");
  test("is what it says now", () => {
    expect(read(edited)).toContain("w = w - lr * (tanh(3 * c) + decay * masked(w))\n");
  });
  test("is no longer said to be the optimizer of the library", () => {
    writeFileSync(join(folder, "mine.py"), edited);
    const listing = listRequested({ name: "./mine.py", folder });
    expect(listing).toMatchObject({ name: "mine", source: expect.stringMatching(/changed since it was exported$/) });
    expect(numpy.print(listing)).toContain("from its optimizer mine (torch)");
    expect(isOfProgramFile(numpy.print(listing))).toBe(true);
  });
  test("as JSON must agree with its program", () => {
    const text = json.print(listRequested({ name: "lion" })).replace('"call": "sign"', '"call": "tanh"');
    expect(() => read(text)).toThrow(
      /^x\.py, line \d+: passes\/0\/tensors\/3.* is not what the program of this file computes; .*\.$/,
    );
  });
});

describe("listings", () => {
  const lion =
    "def train(w, g, m, lr):\n  update = interp(g, m, 0.9)\n  update = sign(update)\n  m = interp(g, m, 0.99)\n  wd = w * 0.1\n  update = update + wd\n  update = update * lr\n  return update, m\n";
  test("of the paper stay as they are", () => {
    expect(read(lion)).toBe(lion);
  });
  test.each([
    ["in a block of Markdown", `See:\n\n\`\`\`python\n${lion}\`\`\`\nand so on.\n`],
    [
      "with four blanks, comments, types and a docstring",
      lion
        .replaceAll("\n  ", "\n    ")
        .replace("(w, g, m, lr):", '(w: Array, g: Array, m: Array, lr: float) -> tuple:\n    """Lion."""  # Program 1'),
    ],
    [
      "with numbers that have names",
      lion
        .replace("lr):", "lr, beta1=0.9):")
        .replace("m, 0.9)", "m, beta1)")
        .replace(/^/, "import math\nbeta2 = 0.99\n")
        .replace("0.99)\n", "beta2)\n"),
    ],
    ["returned in parentheses", lion.replace("return update, m", "return (update, m)")],
  ])("are read %s", (_, text) => {
    expect(read(text)).toBe(lion);
  });
  test("may define what the language has", () => {
    const text = `def interp(x, y, a):\n  return (1 - a) * x + y * a\n\n${lion}`;
    expect(read(text)).toBe(lion);
    expect(() => read(text.replace("(1 - a)", "(2 - a)"))).toThrow(/^x\.py, line 1: .*interp/);
  });
  test("with functions of their own mean what these compute, whatever the language calls so", () => {
    const text =
      "def clip(x, c=1):\n  low = -c\n  return np.minimum(np.maximum(x, low), c)\n\ndef train(w, g, lr):\n  u = clip(g, 0.5) + clip(w)\n  return u * lr\n";
    expect(read(text)).toBe("u = min(max(g, -0.5), 0.5) + min(max(w, -1), 1)\nw = w - u * lr\n");
    const circle = "def f(x):\n  return np.sin(f(x))\n\ndef train(w, g, lr):\n  return f(g) * lr\n";
    expect(() => read(circle)).toThrow(
      /line 2: more than 1000 calls of functions, or 30 within each other, as of one that calls itself\.$/,
    );
  });
  test("may be long", () => {
    const lines = Array.from({ length: 600 }, (_, i) => `  u = u * 0.5 + np.tanh(m * ${i})\n`).join("");
    const text = `def train(w, g, m, lr):\n  u = g * 2\n${lines}  return u * lr, m\n`;
    expect(read(text).split("\n")).toHaveLength(604);
  });
  test("with types of modules stay of the paper's form", () => {
    expect(read(lion.replace("(w, g, m, lr)", "(w: np.ndarray, g: np.ndarray, m: np.ndarray, lr: float)"))).toBe(lion);
  });
  test("with functions of NumPy mean what these compute", () => {
    const text =
      "import numpy as np\n\ndef train(w, g, m, v, lr, step, beta=0.9):\n    m = beta * m + (1 - beta) * g\n    v += np.square(g)\n    update = lr * m / (np.sqrt(v) + 1e-8)\n    return update, m, v\n";
    expect(read(text)).toBe(
      "hyper beta = 0.9  # \nstate m = zeros\nstate v = zeros\nm = lerp(g, m, beta)\nv = v + square(g)\nupdate = lr * m / (sqrt(v) + 1e-08)\nw = w - update\n"
        .replace("  # ", "")
        .replace("1e-08", "1e-8"),
    );
  });
  test.each([
    [
      "def train(w, g, m, lr):\n  m = interp(g, m, beta1)\n  return m * lr, m\n",
      "line 2: beta1 has no value; give it one as a parameter, beta1=0.9, or on a line beta1 = 0.9 before def.",
    ],
    [
      "def train(w, g, m, lr):\n  m = np.einsum(g, m)\n  return m * lr, m\n",
      "line 2: np.einsum cannot be called by a program; what can: abs",
    ],
    [
      "def train(w, g, m, lr):\n  w = w - lr * g\n  return w, m\n",
      "line 3: new weights are returned; a listing returns the update",
    ],
    [
      "def train(w, g, m, lr):\n  for i in m:\n    m = m * g\n  return m, m\n",
      "line 2: a statement that gives no name a value",
    ],
    ["def train(w):\n  return w\n", "line 1: a function of (w); a listing takes weights"],
    ["x = [1, 2", 'line 1: "]" should stand here, not the end of the program.'],
    [
      "def train(w, g, lr):\n  return if\n",
      'line 2: An expression should stand here, but "if" is a word of the language.',
    ],
    ["", "line 1: no function; a listing is a function train(w, g, m, v, lr)."],
  ])("that cannot be read are refused in a sentence: %j", (text, sentence) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`x.py, ${sentence}`) }),
    );
  });
});

test("broken texts are read or refused in a sentence", () => {
  const texts = [
    numpy.print(listRequested({ name: "nadam" })),
    json.print(listRequested({ name: "lion" })),
    numpy.print(listRequested({ name: "lionk-ky-fan" })),
  ];
  const read = readsOrSays(Array.from({ length: 150 }, (_, i) => mutated(texts[i % 3]!, i)));
  expect(read).toBeGreaterThan(10);
  expect(read).toBeLessThan(140);
});
