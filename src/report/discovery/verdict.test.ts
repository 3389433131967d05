import { expect, test } from "vitest";
import { compareAll } from "./verdict.ts";

const low = [1, 2, 3, 4, 5];
const high = [11, 12, 13, 14, 15];

test("verdicts follow the corrected test and the sign of the shift", () => {
  const [ahead, behind, open] = compareAll([
    { first: high, second: low },
    { first: low, second: high },
    { first: low, second: [1.5, 2.5, 2.8, 3.5, 6] },
  ]);
  expect(ahead).toMatchObject({ verdict: "ahead", shift: { value: 10 } });
  expect(ahead!.p).toBeCloseTo(3 * (2 / 252), 6);
  expect(behind!.verdict).toBe("behind");
  expect(open!.verdict).toBe("open");
});

test("where the seeds are too few for the test to reach its level nothing is claimed, however far apart", () => {
  const three = { first: [11, 12, 13], second: [1, 2, 3] };
  expect(compareAll([three])[0]).toMatchObject({ verdict: "no-claim", needed: 4 });
  expect(compareAll([three])[0]!.p).toBeCloseTo(0.1, 12);
  const four = { first: [11, 12, 13, 14], second: [1, 2, 3, 4] };
  expect(compareAll([four])[0]).toMatchObject({ verdict: "ahead", needed: 4 });
  expect(compareAll([four, four])[0]).toMatchObject({ verdict: "no-claim", needed: 5 });
});

test("below three seeds nothing is claimed, and nothing is corrected for it", () => {
  const [few, none, enough] = compareAll([
    { first: [9, 10], second: low },
    { first: [], second: low },
    { first: high, second: low },
  ]);
  expect(few).toMatchObject({ verdict: "no-claim", p: null });
  expect(none).toMatchObject({ verdict: "no-claim", p: null });
  expect(enough!.p).toBeCloseTo(2 / 252, 6);
});
