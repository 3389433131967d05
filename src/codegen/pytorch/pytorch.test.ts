import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { listRequested } from "../listing/list-requested.ts";
import { pytorch } from "../targets/pytorch.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-pytorch-"));
afterAll(() => rmSync(folder, { recursive: true }));

function exported(text: string): string {
  writeFileSync(join(folder, "p.txt"), text);
  return pytorch.print(listRequested({ name: "./p.txt", folder }));
}

const library = (name: string, hyperparameters = {}): string => pytorch.print(listRequested({ name, hyperparameters }));

describe("arguments have PyTorch's names", () => {
  test("betas, eps and the optimizer's own decay", () => {
    const adamw = library("adamw");
    expect(adamw).toContain("betas: tuple[float, float] = (0.9, 0.999),\n        eps: float = 1e-8,");
    expect(adamw).toContain("weight_decay: float = 0.01");
    const adam = library("adam");
    expect(adam).toMatch(/weight_decay: float = 0\.0,\n {8}decoupled_weight_decay: float = 0\.0/);
    expect(adam).toContain("grad = grad + weight_decay * param");
  });

  test("a range is checked, a rate of 0 allowed", () => {
    expect(library("lion")).toContain("if not 0.0 <= lr:");
    expect(library("lion")).toContain("if not 0.0 <= betas[1] < 1.0:");
  });
});

describe("tensors", () => {
  test("states are written in place, and what a 0 switches off is left out", () => {
    const lion = library("lion");
    expect(lion).toContain("    if l2 != 0:\n        grad = grad + l2 * param\n");
    expect(lion).toContain("m.lerp_(grad, 1 - beta2)");
    expect(lion).toContain("param.sub_(lr * (c.sign() + weight_decay * param))");
  });

  test("a value that may be a state is copied before that is overwritten", () => {
    const text = exported(
      "hyper fast = True\nstate m = zeros\nold = m if fast else g\nm = lerp(g, m, 0.9)\nw = w - lr * (m + old * old)",
    );
    expect(text).toContain("old = m.clone() if fast else grad\n    m.lerp_");
    const later = exported(
      "hyper fast = True\nstate m = zeros\nm = lerp(g, m, 0.9)\nnew = m if fast else g\nw = w - lr * (m + new * new)",
    );
    expect(later).toContain("new = m if fast else grad\n");
  });

  test("numbers of shapes are computed by Python", () => {
    expect(library("muon")).toContain("0.2 * max(_rows(param), _columns(param)) ** 0.5");
  });

  test("a mask that no hyperparameter switches is an option of the group", () => {
    const text = exported("w = w - lr * (g + 0.1 * masked(w))");
    expect(text).toContain("decays: bool = True");
    expect(text).toContain("(param if decays else torch.zeros_like(param))");
  });
});

test("a norm over all tensors is summed up over all groups first", () => {
  const text = library("paper-discovered");
  const [sum, update] = [
    text.indexOf("squared_norm = squared_norm + (grad**2).sum()"),
    text.indexOf("_foreach_update(entries"),
  ];
  expect(sum).toBeGreaterThan(0);
  expect(update).toBeGreaterThan(sum);
});

test("numbers that all elements share keep their digits when states are loaded", () => {
  expect(library("nadam")).toContain('self.state[param]["product"] = value.clone()');
  expect(library("adam")).not.toContain("load_state_dict");
});

test("a hyperparameter that is fixed leaves no argument, and no state that it switched on", () => {
  const text = library("sgd", { momentum: 0, nesterov: false, dampening: 0, l2: 0 });
  expect(text).not.toMatch(/momentum: float|nesterov: bool|state\["/);
});
