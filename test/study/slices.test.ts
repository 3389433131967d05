import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { childrenOf, coordinate, dumpOf, fakeStudy, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());

const study = fakeStudy([1, 2, 99], { epochs: 3 });
const orderOf = (name: string) => ({ folder: join(root.path, name), study, workers: 2 });

test("slices of one stretch and of five leave what whole trials do, and tell each thing once", async () => {
  const whole = await coordinate(orderOf("whole")).ended;
  const expected = await dumpOf(orderOf("whole").folder);
  const told = (lines: typeof whole, of: string) => lines.filter(({ event }) => event?.kind === of).length;
  for (const stretches of [1, 5]) {
    const order = orderOf(`${stretches}`);
    const lines = await coordinate({ ...order, slice: { stretches } }).ended;
    expect(await dumpOf(order.folder)).toBe(expected);
    for (const kind of ["started", "epoch", "finished"]) expect(told(lines, kind)).toBe(told(whole, kind));
    expect(told(lines, "checkpoint")).toBeGreaterThan(told(whole, "checkpoint"));
  }
});

test("a sliced study goes on after a lost worker, an interrupt and a kill, to the same records", async () => {
  await coordinate(orderOf("undisturbed")).ended;
  const order = { ...orderOf("disturbed"), slice: { stretches: 2 } };
  const first = coordinate(order, { stepMilliseconds: 30 });
  await first.seen(({ event }) => event?.kind === "progress");
  process.kill(childrenOf(first.process.pid!)[0]!, "SIGKILL");
  await first.seen(({ kind }) => kind === "retry");
  first.process.kill("SIGINT");
  expect((await first.ended).at(-1)).toMatchObject({ kind: "ended", outcome: "stopped" });
  const second = coordinate(order, { stepMilliseconds: 30 });
  await second.seen(({ event }) => event?.kind === "checkpoint");
  second.process.kill("SIGKILL");
  await second.ended;
  expect((await coordinate(order).ended).at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
  expect(await dumpOf(order.folder)).toBe(await dumpOf(orderOf("undisturbed").folder));
});

test("another record of an epoch than the stored one is told with both, and the stored one stays", async () => {
  const order = { ...orderOf("contrary"), study: fakeStudy([21], { epochs: 3 }), workers: 1 };
  const lines = await coordinate(order).ended;
  expect(lines.filter(({ kind }) => kind === "retry" || kind === "failed")).toMatchObject([
    { kind: "retry" },
    {
      kind: "failed",
      sentence: expect.stringMatching(
        /^Trial \w+ computed another epoch 1 than the one that is stored, which stays: trainLoss is [\d.]+, and [\d.]+ was computed; /,
      ),
    },
  ]);
});

test("a worker's end counts against its slice alone", async () => {
  const order = { ...orderOf("killed-in-each"), study: fakeStudy([11], { epochs: 3 }), workers: 1 };
  const lines = await coordinate({ ...order, slice: { stretches: 4 } }).ended;
  expect(lines.filter(({ kind }) => kind === "retry").map(({ attempt }) => attempt)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(lines.at(-1)).toMatchObject({ kind: "ended", progress: { done: 1, failed: 0 } });
  const whole = await coordinate({ ...order, folder: join(root.path, "killed-whole") }).ended;
  expect(whole.at(-1)).toMatchObject({ kind: "ended", progress: { done: 0, failed: 1 } });
});
