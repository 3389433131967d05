import { describe, expect, test } from "vitest";
import { parseBudget } from "./config-budget.ts";

describe("parseBudget", () => {
  test.each([
    ["5m", { minutes: 5 }],
    ["90s", { minutes: 1.5 }],
    ["1.5 hours", { minutes: 90 }],
    ["25000 evaluations", { evaluations: 25000 }],
    ["25000e", { evaluations: 25000 }],
    ["300000p", { programs: 300000 }],
    ["2h, 0.8 target", { minutes: 120, target: 0.8 }],
    ["10M", { minutes: 10 }],
  ])("%j", (text, expected) => {
    expect(parseBudget(text)).toEqual(expected);
  });

  test.each([
    ["5", "needs a unit after 5"],
    ["", "needs a number and a unit"],
    ["m5", "needs a number and a unit"],
    ["-5m", "needs a number and a unit"],
    ["5 parsecs", 'does not know the unit "parsecs"'],
    ["0h", "needs a limit above 0"],
    ["1.5e", "needs a whole number of evaluations"],
    ["80 target", "needs a target of at most 1"],
    ["5m,2h", "gives two limits of time"],
    ["5m,", "needs a number and a unit"],
  ])("%j is refused", (text, expected) => {
    expect(() => parseBudget(text)).toThrow(`--budget ${expected}`);
    expect(() => parseBudget(text)).toThrow("Examples: 5m, 2h, 25000e");
  });
});
