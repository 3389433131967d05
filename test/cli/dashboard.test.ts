/** `lionlab dashboard` as a process: what it prints, answers and refuses, and how it ends. */
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSearchStorage } from "../../src/records/search-open.ts";
import { sampleBatch, sampleDiscovery, sampleSearch } from "../../src/records/search-samples.ts";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;
beforeAll(async () => {
  const study = syntheticStudy({ optimizers: ["lion", "sgd"], rates: 2, epochs: 2, name: "mine" });
  await storeStudy(join(cwd, "runs", "mine", "study.sqlite"), study);
  const storage = await openSearchStorage(join(cwd, "runs", "search", "discovery.sqlite"), { mode: "run" });
  const searches = [sampleSearch(0)];
  await storage.putDiscovery(sampleDiscovery(searches, "found"), searches);
  await storage.appendBatch(searches[0]!.key, sampleBatch(0, 3));
  await storage.close();
});
afterAll(() => folder.dispose());

it("prints an address that serves the page and the runs, and ends with Ctrl-C", async () => {
  const { child, seen, ended } = startCli(["dashboard", "--port", "0"], { cwd });
  let out = "";
  child.stdout!.on("data", (text: string) => {
    out += text;
  });
  await seen("Ctrl-C ends it");
  const address = out.trim();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{24}$/);
  const { origin, searchParams } = new URL(address);
  const headers = { authorization: `Bearer ${searchParams.get("token")}` };
  const page = await fetch(`${origin}/`, { headers });
  expect(await page.text()).toContain("<script");
  const { runs } = (await (await fetch(`${origin}/api/runs`, { headers })).json()) as { runs: { id: string }[] };
  expect(runs).toMatchObject([
    { kind: "study", name: "mine", done: 4, total: 4 },
    { kind: "discovery", name: "found", done: 0, total: 1 },
  ]);
  const found = await fetch(`${origin}/api/runs/${runs[1]!.id}/report`, { headers });
  expect(await found.text()).toContain("found");
  const report = await fetch(`${origin}/api/runs/${runs[0]!.id}/report`, { headers });
  expect(await report.text()).toContain("lion");
  expect((await fetch(`${origin}/api/runs`)).status).toBe(401);
  const events = await fetch(`${origin}/api/runs/${runs[0]!.id}/events`, { headers }); // still listening when it ends
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 0 });
  await events.text().catch(() => {});
});

it("knows a browser that it let in when it was killed and started again, by its cookie and not by the old token", async () => {
  const start = async (port: string) => {
    const { child, seen, ended } = startCli(["dashboard", "--port", port, "--json"], { cwd });
    let out = "";
    child.stdout!.on("data", (text: string) => {
      out += text;
    });
    await seen("Ctrl-C ends it");
    return { child, ended, ...(JSON.parse(out) as { address: string; port: number; token: string }) };
  };
  const first = await start("0");
  const entry = await fetch(first.address, { redirect: "manual" });
  const cookie = entry.headers.get("set-cookie")!.split(";")[0]!;
  first.child.kill("SIGKILL");
  await first.ended;
  const second = await start(String(first.port));
  const { origin } = new URL(second.address);
  expect(second.port).toBe(first.port);
  const status = async (headers: { readonly [name: string]: string }) =>
    (await fetch(`${origin}/api/runs`, { headers })).status;
  expect(await status({ cookie })).toBe(200);
  expect(await status({ authorization: `Bearer ${first.token}` })).toBe(401);
  expect(await status({ cookie: cookie.replace(/=.*/, `=${second.token}`) })).toBe(401);
  second.child.kill("SIGINT");
  await second.ended;
});

it("takes the next port where the wanted one is taken, and says so", async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port));
  });
  const { child, seen, ended } = startCli(["dashboard", "runs/mine", "--port", String(port), "--json"], { cwd });
  await seen(`Port ${port} is taken.`);
  child.kill("SIGINT");
  const said = JSON.parse((await ended).out) as { port: number; address: string; token: string };
  expect(said.port).not.toBe(port);
  expect(said.address).toBe(`http://127.0.0.1:${said.port}/?token=${said.token}`);
  other.close();
});

it("refuses a place that is not there, and an address that is not this machine's, in a sentence", async () => {
  const missing = await runCli(["dashboard", "nowhere"], { cwd });
  expect(missing).toMatchObject({ code: 2, out: "" });
  expect(missing.err).toContain("There is nothing at nowhere");
  const foreign = await runCli(["dashboard", "--host", "192.0.2.1"], { cwd });
  expect(foreign).toMatchObject({ code: 2, out: "" });
  expect(foreign.err).toContain("Cannot listen on 192.0.2.1");
});
