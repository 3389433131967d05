import { expect, it } from "vitest";

/** The part of `stages.mjs` that is tested; the file is plain JavaScript, since it runs before anything is compiled. */
interface Stages {
  runStages(
    stages: readonly { readonly name: string; readonly command: string }[],
    print: (text: string) => void,
  ): Promise<number>;
}

it("runs every stage though one fails, and reports all of them together", async () => {
  const { runStages } = (await import(new URL("stages.mjs", import.meta.url).href)) as Stages;
  let text = "";
  const stages = [
    { name: "first", command: `node -e "console.error('bad'); process.exitCode = 3"` },
    { name: "second", command: `node -e "console.log('seen')"` },
    { name: "third", command: "a-command-that-does-not-exist" },
    { name: "quiet", command: `node -e "0"` },
  ];
  const failed = await runStages(stages, (more) => {
    text += more;
  });
  expect(failed).toBe(2);
  expect(text).toContain("bad\n");
  expect(text).toContain("seen\n");
  expect(text).not.toContain("== quiet");
  expect(text.endsWith("first: FAILED\nsecond: ok\nthird: FAILED\nquiet: ok\ncheck: 2 of 4 stages failed\n")).toBe(
    true,
  );
});
