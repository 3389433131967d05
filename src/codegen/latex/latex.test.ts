import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { listRequested } from "../listing/list-requested.ts";
import { latex } from "../targets/latex.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-latex-"));
afterAll(() => rmSync(folder, { recursive: true }));

function boxOf(program: string, name = "odd.txt"): string {
  writeFileSync(join(folder, name), program);
  return latex.print(listRequested({ name: `./${name}`, folder })).replace(/\n +/g, " ");
}

test("what is carried bears t-1 until it is given its new value", () => {
  const text = boxOf("state m = zeros\nu = g + 0.5 * m\nm = lerp(g, m, 0.9)\nw = w - lr * (sign(u) + u * m)");
  expect(text).toContain("$u_t \\gets g_t + 0.5 \\cdot m_{t-1}$");
  expect(text).toContain("$m_t \\gets 0.9 \\cdot m_{t-1} + (1 - 0.9) \\, g_t$");
  expect(text).toContain("$\\theta_t \\gets \\theta_{t-1} - \\eta_t \\, (\\operatorname{sign}(u_t) + u_t \\, m_t)$");
});

test("no two names share a symbol, and t is the step alone", () => {
  const text = boxOf("hyper theta = 2\nhyper t = 3\nw = w - lr * (g * theta + t * step)");
  expect(text).toContain("\\Require $\\theta' = 2$");
  expect(text).toContain("\\Require $t' = 3$");
  expect(text).toContain("$\\theta_t \\gets \\theta_{t-1} - \\eta_t \\, (g_t \\, \\theta' + t' \\, t)$");
});

test("hats are those of the program", () => {
  const text = boxOf(
    "state m = zeros\nm = lerp(g, m, 0.9)\nm_hat = m / (1 - 0.9 ** step)\nw = w - lr * m_hat * (1 + m_hat)",
  );
  expect(text).toContain("$\\displaystyle \\hat{m}_t \\gets \\frac{m_t}{1 - 0.9^{t}}$");
});

test("a program's name cannot leave the caption", () => {
  const text = boxOf("w = w - lr * g", "a_{b}%$&.txt");
  expect(text).toContain("\\caption{a\\_\\{b\\}\\%\\$\\&} ");
});

test("signs behind an operator, and choices within a value, keep their meaning", () => {
  const text = boxOf("hyper a = 1\nw = w - -lr * (-g * -a)\nw = w + (1 if a > 0 else -1) * exp(g / (1 + g))");
  expect(text).not.toMatch(/[-+,] -/);
  expect(text).toContain("\\begin{cases} 1 & \\text{if } a > 0 \\\\ -1 & \\text{otherwise} \\end{cases}");
});

test("a mask that nothing else makes is part of the box", () => {
  expect(boxOf("w = w - lr * (g + masked(sign(w)))")).toContain("M \\odot");
  expect(boxOf("hyper decay = 0.1\nw = w - lr * (g + decay * masked(w))")).not.toContain("\\odot");
});
