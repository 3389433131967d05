import { expect, test } from "vitest";
import { mulberry32 } from "./mulberry32.ts";

test("the first numbers of seed 1 are the reference's", () => {
  const draw = mulberry32(1);
  expect([draw(), draw(), draw()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
});
