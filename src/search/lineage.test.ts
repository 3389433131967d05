import { expect, test } from "vitest";
import { identityOf } from "../program/abstract/identity.ts";
import type { ChildRecord } from "../records/search-records.ts";
import { createSearchCore, type Request } from "./core.ts";
import { genomeOfChild } from "./lineage.ts";
import { sampleConfig, sampleScores } from "./samples.ts";

test.each(["evolution", "constants", "random"] as const)(
  "children of %s come back from their ancestors' edits",
  (method) => {
    const config = sampleConfig({ method });
    const core = createSearchCore(config);
    const requests: (Request | null)[] = [];
    const children: ChildRecord[] = [];
    while (children.length < 200) {
      if (core.canBear) requests.push(core.bear().request);
      else {
        const request = requests.shift()!;
        const outcome = request === null ? null : { ...sampleScores(config.tasks, request.program), failure: null };
        children.push(core.commit(outcome).child);
      }
    }
    const reasons = new Set(children.map(({ reason }) => reason));
    expect(reasons.has("migration")).toBe(method !== "random");
    for (const child of children) {
      const genome = genomeOfChild({ config, children }, child.id);
      expect([identityOf(genome), genome.body.length + 1]).toEqual([child.identity, child.genomeLength]);
    }
    expect(() => genomeOfChild({ config, children }, 200)).toThrow(
      "The search has no child 200: they are numbered 0 to 199.",
    );
  },
);
