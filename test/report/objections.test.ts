import { expect, test } from "vitest";
import { objectionsSection } from "../../src/report/sections/objections.ts";
import { viewStudy } from "../../src/report/study-view.ts";
import { syntheticStudy } from "./synthetic-study.ts";

const { study, trials } = syntheticStudy({ optimizers: ["lion"], rates: 2 });
const view = viewStudy(study, trials, "lionlab compare x");

test("objections are told with the command that helps, and that there are none where one looked in vain", () => {
  const told = objectionsSection({
    ...view,
    warnings: [
      { sentence: "Three seeds show nothing.", command: "lionlab compare x --seeds 7" },
      { sentence: "Budgets differ." },
    ],
  });
  expect(told?.blocks.map((block) => ("text" in block ? block.text : ""))).toEqual([
    "Three seeds show nothing.",
    "lionlab compare x --seeds 7",
    "Budgets differ.",
  ]);
  expect(told?.blocks).toHaveLength(3);
  const two = ["lr", "beta1"].map((name) => ({ sentence: "Wider.", command: `lionlab compare x --set '${name}=1'` }));
  expect(objectionsSection({ ...view, warnings: two })!.blocks.at(-1)).toMatchObject({
    title: "All of it at once",
    text: "lionlab compare x --set 'lr=1' --set 'beta1=1'",
  });
  const [none] = objectionsSection({ ...view, warnings: [] })!.blocks;
  expect(none).toMatchObject({
    kind: "text",
    tone: "plain",
    text: expect.stringContaining("Nothing of what is looked for"),
  });
  expect(objectionsSection(view)).toBeNull();
});
