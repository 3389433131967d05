import { afterAll, test } from "vitest";
import { samplerNames } from "../../src/study/samplers/index.ts";
import { temporaryFolder } from "./harness.ts";
import { expectSameUnderKills } from "./tuned-kills.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

test.each(samplerNames)(
  "%s: killed in both phases, with one worker and with two, the records are the same",
  (sampler) => expectSameUnderKills(folder.path, sampler),
);
