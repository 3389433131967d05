/**
 * A run that a page starts: a process of its own, which goes on when the dashboard is killed, and heeds what another one asks; so does one that a terminal started.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Access, RunList, RunState } from "../../src/dashboard/views.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
const setup = { cwd, env: { LIONLAB_DATA: join(cwd, "data") } };
const patience = { timeout: 60_000, interval: 100 };

/** Of many epochs: it is stopped long before its end. */
const studyText = (name: string): string => `name: ${name}
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 2000, batchSize: 32 }
optimizers: [{ name: lion, lr: [0.001, 0.003] }]
`;

beforeAll(() => {
  writeSampleFashion(join(cwd, "data"), { train: 200, test: 50 });
});
afterAll(() => folder.dispose());

/** A dashboard, and what its page would ask of it. */
async function dashboard() {
  const { child, seen, ended } = startCli(["dashboard", "--port", "0", "--json"], setup);
  let out = "";
  child.stdout!.on("data", (text: string) => {
    out += text;
  });
  await seen("Ctrl-C ends it");
  const { address } = JSON.parse(out) as { address: string };
  const { origin } = new URL(address);
  const entry = await fetch(address, { redirect: "manual" });
  const cookie = { cookie: entry.headers.get("set-cookie")!.split(";")[0]! };
  const read = async <T>(path: string) => (await (await fetch(`${origin}${path}`, { headers: cookie })).json()) as T;
  const { secret } = await read<Access>("/api/access");
  const headers = { ...cookie, origin, "x-lionlab-secret": secret, "content-type": "application/json" };
  const change = (path: string, body: object = {}) =>
    fetch(`${origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const run = async (name: string) => (await read<RunList>("/api/runs")).runs.find((one) => one.name === name);
  const becomes = async (name: string, state: RunState) => {
    await expect.poll(async () => (await run(name))?.state ?? "not there", patience).toBe(state);
    return (await run(name))!;
  };
  return { child, ended, change, becomes, read };
}

it("is started from its text, goes on without the dashboard, is paused and gone on with by another, and stopped", async () => {
  const first = await dashboard();
  const wrong = await first.change("/api/start", { source: { text: studyText("mine").replace("lion", "lionn") } });
  expect([wrong.status, ((await wrong.json()) as { sentence: string }).sentence]).toEqual([
    422,
    expect.stringMatching(/^study\.yaml:\d+:\d+: .*lionn.*lion/),
  ]);
  expect(existsSync(join(cwd, "runs"))).toBe(false);
  const started = await first.change("/api/start", { source: { text: studyText("mine") }, changes: { workers: 1 } });
  expect(started.status).toBe(200);
  await first.becomes("mine", "running");
  first.child.kill("SIGKILL");
  await first.ended;
  const second = await dashboard();
  const { id } = await second.becomes("mine", "running");
  expect((await second.change(`/api/runs/${id}/pause`)).status).toBe(200);
  await second.becomes("mine", "stopped");
  expect(readFileSync(join(cwd, "runs", "mine", "output.log"), "utf8")).toMatch(/Stopped with 0 of 2 trials done/);
  expect((await second.change(`/api/runs/${id}/resume`)).status).toBe(200);
  await second.becomes("mine", "running");
  expect((await second.change(`/api/runs/${id}/stop`)).status).toBe(200);
  await second.becomes("mine", "stopped");
  expect(existsSync(join(cwd, "runs", "mine", "study.sqlite.request"))).toBe(false);
  second.child.kill("SIGINT");
  expect(await second.ended).toMatchObject({ code: 0 });
}, 120_000);

it("that a terminal started is paused as by Ctrl-C, and says there how to go on", async () => {
  writeFileSync(join(cwd, "typed.yaml"), studyText("typed"));
  const typed = startCli(["compare", "typed.yaml", "--workers", "1"], setup);
  const { child, ended, change, becomes } = await dashboard();
  const { id } = await becomes("typed", "running");
  await change(`/api/runs/${id}/pause`);
  const { code, err } = await typed.ended;
  expect({ code, last: err.trim().split("\n").at(-1) }).toEqual({
    code: 130,
    last: "Stopped with 0 of 2 trials done. To go on: npx lionlab compare typed.yaml --workers 1",
  });
  await becomes("typed", "stopped");
  child.kill("SIGINT");
  await ended;
}, 120_000);
