/** Python as ruff leaves it: what it made of longer lines, and no import or name without a use. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { listRequested } from "../listing/list-requested.ts";
import type { Listing } from "../listing/listing.ts";
import { keras } from "../targets/keras.ts";
import { numpy } from "../targets/numpy.ts";
import { optax } from "../targets/optax.ts";
import { pytorch } from "../targets/pytorch.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-python-"));
afterAll(() => rmSync(folder, { recursive: true }));

function listed(text: string, name = "p"): Listing {
  writeFileSync(join(folder, `${name}.txt`), text);
  return listRequested({ name: `./${name}.txt`, folder });
}

describe("long lines are broken as ruff 0.16.9 breaks them", () => {
  const choices = listed(
    "state m = zeros\nm = where(abs(g) > 0.1 and not (g > w or g == 0), 2, where(m != 0, g, m))\nu = exp(-step / 10) * m if step >= 3 else g\nw = w - 0.1 * (u + 1 if step == 1 else max(u, -1) + min(step, 5) * log1p(abs(g)))",
  );

  test("within brackets that a value ends with, where one operator binds loosest", () => {
    expect(numpy.print(choices)).toContain(`
        params[i] = w - 0.1 * (
            u + 1 if step == 1 else np.maximum(u, -1) + min(step, 5) * np.log1p(abs_g)
        )
`);
    expect(keras.print(listRequested({ name: "lionk-asymmetric-box" }))).toContain(`
        pull = self.upper * ops.maximum(sign_c, 0) + self.lower * ops.maximum(
            -sign_c, 0
        )
`);
  });

  test("also within brackets before the last", () => {
    expect(keras.print(listRequested({ name: "adabelief" }))).toContain(`
        subtracted = lr / one_minus_power(self.beta_1, step) * (
            rectified if self.rectify else plain
        ) + lr * self.decay * (decays * w)
`);
  });

  test("in parentheses, in front of operators, where it ends with a name", () => {
    expect(keras.print(listRequested({ name: "amsgrad" }))).toContain(`
        root = (
            ops.sqrt(largest) / ops.sqrt(one_minus_power(self.beta_2, step))
            + self.epsilon
        )
`);
  });

  test("a list's element in front of its operators, and its loop on a line of its own", () => {
    expect(pytorch.print(listRequested({ name: "muon" }))).toContain(`
        )
        * _newton_schulz(u / torch.linalg.vector_norm(u).clamp(min=1e-7))
        for param, u in zip(params, us)
    ]
`);
  });

  test("a comma follows a lone parameter, and powers behind a sign have parentheses", () => {
    expect(optax.print(listed("w = w - lr * -(g ** 2)", "odd-functions"))).toContain(
      "\ndef odd_functions(\n    learning_rate: optax.ScalarOrSchedule = 1.0,\n) -> optax.GradientTransformation:\n",
    );
    expect(numpy.print(listed("w = w - lr * -(g ** 2)"))).toContain("w - lr * -(g**2)");
  });
});

/** Programs that leave out what most have: the gradient, functions, hyperparameters. */
const bare = [
  "w = w - lr * w",
  "w = w - 0.01 * g",
  "w = w - 0.01 * sign(w)",
  "state m = zeros\nm = sign(m)\nw = w - m",
];
const targets = [numpy, pytorch, optax, keras];

test.each(targets.flatMap((target) => bare.map((text) => [target.name, text, target] as const)))(
  "%s imports and assigns nothing that is not used: %j",
  (_, text, target) => {
    const code = target.print(listed(text)).replaceAll(/"""[\s\S]*?"""/g, "");
    const imported = [...code.matchAll(/^(?:import|from \S+ import) (.*)$/gm)].flatMap(([, names]) =>
      names!.split(", ").map((name) => name.split(" as ").at(-1)!),
    );
    const assigned = [...code.matchAll(/^ +(\w+) = /gm)].map(([, name]) => name!);
    expect(imported.length).toBeGreaterThan(target === numpy ? -1 : 0);
    for (const name of [...imported, ...assigned])
      expect([name, code.match(new RegExp(`\\b${name.split(".")[0]}\\b`, "g"))!.length]).toEqual([
        name,
        expect.toSatisfy((n: number) => n > 1),
      ]);
    expect(code).not.toMatch(/\{\n *\}/);
  },
);
