import { expect, it } from "vitest";
import { Lanes, type Work } from "./lanes.ts";
import { lanes as order } from "./messages.ts";

function watched(): { lanes: Lanes; said: string[] } {
  const said: string[] = [];
  const lanes = new Lanes(
    order,
    {
      part: (lane, id, part) => said.push(`${lane} ${id} ${part}`),
      done: (lane, id, failed) => said.push(`${lane} ${id} done ${failed}`),
    },
    (error) => (error as Error).message,
  );
  return { lanes, said };
}

function* counting(to: number): Work {
  for (let i = 1; i <= to; i++) yield i;
}

it("the most urgent lane goes first, and each job ends once", () => {
  const { lanes, said } = watched();
  lanes.put("paths", 1, counting(2));
  lanes.turn();
  lanes.put("read", 2, counting(1));
  while (lanes.busy) lanes.turn();
  expect(said).toEqual(["paths 1 1", "read 2 1", "read 2 done null", "paths 1 2", "paths 1 done null"]);
});

it("a new job of a lane takes the place of the old, which says nothing more", () => {
  const { lanes, said } = watched();
  lanes.put("paths", 1, counting(1_000_000_000));
  lanes.turn();
  lanes.put("paths", 2, counting(1));
  while (lanes.busy) lanes.turn();
  expect(said).toEqual(["paths 1 1", "paths 2 1", "paths 2 done null"]);
});

it("a rest is no part, and a fault ends a job with its sentence", () => {
  const { lanes, said } = watched();
  lanes.put(
    "export",
    3,
    (function* (): Work {
      yield undefined;
      throw new Error("no such thing");
    })(),
  );
  while (lanes.busy) lanes.turn();
  expect(said).toEqual(["export 3 done no such thing"]);
});
