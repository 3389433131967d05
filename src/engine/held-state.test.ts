import { expect, test } from "vitest";
import { floatTensor } from "../core/tensor.ts";
import { holdState } from "./held-state.ts";

test("a state is the loop's own until somebody is given it; then it is copied before a call writes over it", () => {
  const { load, state, own, take } = holdState(["w"]);
  const start = { w: floatTensor([2], [1, 2]), data: floatTensor([1], [3]) };
  load(start);
  const lent = own();
  expect(lent.w!.data).toEqual(Float32Array.of(1, 2));
  expect(lent.w!.data).not.toBe(start.w.data);
  expect(lent.data).toBe(start.data);
  lent.w!.data[0] = 5; // what a call does
  expect(take({ w: lent.w!, loss: start.data })).toEqual({ loss: start.data });
  expect(own().w!.data).toBe(lent.w!.data);
  const read = state();
  expect(read.w!.data).toBe(lent.w!.data);
  own().w!.data[0] = 7;
  expect(read.w!.data).toEqual(Float32Array.of(5, 2));
  expect(state().w!.data).toEqual(Float32Array.of(7, 2));
});
