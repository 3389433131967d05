import { expect, test } from "vitest";
import { chosenEpochs } from "./chosen-epochs.ts";

test("the epochs that seeds chose have a first, a last and a middle", () => {
  expect(chosenEpochs([7, 3, 4, 4])).toEqual({ first: 3, last: 7, middle: 4 });
  expect(chosenEpochs([])).toBeNull();
});
