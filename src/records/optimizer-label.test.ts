import { expect, test } from "vitest";
import { entryLabel, settingLabel } from "./optimizer-label.ts";

test("a setting's label leads back to that of its entry, and another's is left as it is", () => {
  const hyperparameters = { beta1: 0.9, decay: 0.1, nesterov: true };
  for (const varied of [[], ["decay"], ["beta1", "decay", "nesterov"]]) {
    const label = settingLabel("my lion", varied, hyperparameters);
    expect(entryLabel({ label, hyperparameters })).toBe("my lion");
  }
  expect(settingLabel("lion", ["beta1", "decay"], hyperparameters)).toBe("lion beta1=0.9 decay=0.1");
  expect(entryLabel({ label: "lion decay=0.2", hyperparameters })).toBe("lion decay=0.2");
});
