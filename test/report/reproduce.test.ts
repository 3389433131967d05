import { expect, test } from "vitest";
import { reproduceSection } from "../../src/report/sections/reproduce.ts";
import { viewStudy } from "../../src/report/study-view.ts";
import { syntheticStudy } from "./synthetic-study.ts";

const images = { images: 100, commonest: 0.1 };

/** The paragraph of a study whose n-th trial was computed on the n-th of these, in turn. */
function paragraph(processors: readonly (string | undefined)[]): string {
  const { study, trials } = syntheticStudy({ optimizers: ["lion"], rates: 4 });
  const computed = trials.map((trial, i) => {
    const processor = processors[i % processors.length];
    const measuredOn = { classes: 10, validation: images, test: images, ...(processor ? { processor } : {}) };
    return trial.result === null ? trial : { ...trial, result: { ...trial.result, measuredOn } };
  });
  const { blocks } = reproduceSection(viewStudy(study, computed, "lionlab compare x"));
  return blocks.flatMap((block) => (block.kind === "text" ? [block.text] : [])).join(" ");
}

test("says on which kind of processor the figures hold, and whether a study mixes kinds", () => {
  expect(paragraph(["AMD EPYC with AVX2"])).toContain("on the same kind of machine (AMD EPYC with AVX2), whatever");
  expect(paragraph([undefined])).toContain("same figures on the same machine, whatever");
  const mixed = paragraph(["B", "A", undefined]);
  expect(mixed).toContain("(A; B, others not known): this study mixes kinds");
});
