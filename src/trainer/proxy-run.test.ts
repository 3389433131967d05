import { expect, test } from "vitest";
import { oracleArena } from "../../test/samples/oracle-arena.ts";
import { tinyProxy, tinyProxyData } from "../../test/samples/tiny-proxy.ts";
import { bindProgram } from "../program/bind.ts";
import { parseProgram } from "../program/parse.ts";
import type { Rule } from "../program/rule.ts";
import { openProxyRunner } from "./proxy-run.ts";

const open = () => openProxyRunner(tinyProxy, tinyProxyData(), oracleArena());
const bind = (update: string): Rule => bindProgram(parseProgram(`def train(w, g, m, v, lr):\n  ${update}`), {});
const signMomentum = bind(
  "m = interp(g, m, 0.9)\n  s = sign(m)\n  update = s * 0.02\n  update = update * lr\n  return update, m, v",
);

test("a good rule finishes with a score in (0, 1) and a curve of ten falling tenths", () => {
  const score = open().score(signMomentum, { seed: 1 });
  expect(score).toMatchObject({ task: tinyProxy.name, seed: 1, status: "finished", stepsSurvived: tinyProxy.steps });
  expect(score.score).toBeCloseTo(1 - score.validationLoss! / tinyProxy.uncertainty, 12);
  expect(score.score).toBeGreaterThan(0.3);
  expect(score.curve).toHaveLength(10);
  expect(score.curve[9]).toBeLessThan(score.curve[0]!);
});
