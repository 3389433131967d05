import { describe, expect, it } from "vitest";
import { firstState, readState, type StudyViewState, stateQuery } from "./view-state.ts";

const changed: StudyViewState = {
  filter: 'lion lr>1e-3 "&=?#',
  sort: "validation",
  down: true,
  rows: "beta2",
  picks: ["abc", null, "m.def"],
  axis: "step",
  logX: true,
  logLoss: false,
  smooth: 21,
  figure: "heat",
  against: "a~b c",
  brushes: { lr: [1e-4, 0.01], "a~b c": [-1, 2] },
};

describe("the state of a study's view", () => {
  it("is in the address and comes back from it, all of it", () => {
    expect(readState(stateQuery(changed))).toEqual(changed);
    for (const name of Object.keys(changed) as (keyof StudyViewState)[]) {
      const one = { ...firstState, [name]: changed[name] };
      expect(readState(stateQuery(one))).toEqual(one);
      expect(stateQuery(one)).not.toBe("");
    }
  });

  it("is no part of the address at first", () => {
    expect([stateQuery(firstState), readState("")]).toEqual(["", firstState]);
  });

  it.each([
    "sort=evil&x=years&figure=none&smooth=4",
    "brush=1&brush=a~b~c&brush=1~Infinity~lr",
    "%E0%A4%A&&&=",
    "down=7&logx=x",
  ])("is as at first where the address says what there is not: %j", (query) => {
    expect(readState(query)).toEqual(firstState);
  });
});
