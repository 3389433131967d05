import { expect, test } from "vitest";
import { recordsAlone, recordsStacked, stackScenarios } from "../samples/stacked-trials.ts";

test.each(stackScenarios.map((scenario) => [scenario.name, scenario] as const))(
  "trials of a stack have the records that they have alone, bit for bit: %s",
  async (_, scenario) => {
    const alone = await recordsAlone(scenario, { device: "webgpu" });
    const stacked = await recordsStacked(scenario, { device: "webgpu" });
    expect(stacked).toEqual(alone);
  },
);
