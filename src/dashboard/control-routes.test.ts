/** What a page may do with runs, who may not, and what is started: a process of its own, by words and no shell. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { storeStudy } from "../../test/samples/stored-study.ts";
import { openStorage } from "../records/open.ts";
import type { StudyPulse } from "../records/run-progress.ts";
import { requestFile } from "../records/run-requests.ts";
import { samplePulse } from "../records/samples.ts";
import { createApp } from "./app.ts";
import { RunLibrary } from "./library.ts";
import { RunControl } from "./run-control.ts";
import type { Access, PlannedOrder, RunActions, RunList, RunNotes } from "./views.ts";

const noDocuments = { newest: async () => null, latest: async () => null };
const folder = mkdtempSync(join(tmpdir(), "lionlab-control-"));
const place = join(folder, "runs");
const store = join(place, "mine", "study.sqlite");
const token = "a-token";
const host = "127.0.0.1:7878";
const ended = new AbortController();
const library = new RunLibrary([place]);

/** Stands in for `lionlab`: plans what it is given, refuses what says so, and writes down the words that it was started with. */
const program = join(folder, "lionlab.mjs");
writeFileSync(
  program,
  `import { readFileSync, writeFileSync, existsSync } from "node:fs";
const [command, target, ...rest] = process.argv.slice(2);
const text = target.endsWith(".yaml") ? readFileSync(target, "utf8") : "name: " + target;
if (command === "plan") {
  if (text.includes("wrong")) {
    console.error(JSON.stringify({ error: { code: "study-config", message: target + ":2:1: it is wrong" } }));
    process.exit(2);
  }
  const name = /name: (\\S+)/.exec(text)[1];
  console.log(JSON.stringify({ name, workers: 2, secondsLeft: 60, total: 4, done: 0, trials: [{ label: "lion" }, { label: "lion" }] }));
} else {
  if (text.includes("data-gone")) { console.error("lionlab: There is no data."); process.exit(2); }
  writeFileSync(${JSON.stringify(join(folder, "started.json"))}, JSON.stringify({ argv: process.argv.slice(2), cwd: process.cwd(), pid: process.pid }));
  setInterval(() => {}, 1000);
}
`,
);
const control = new RunControl({ program: [process.execPath, program], cwd: folder, place });
const appWith = (refusal: string | null) =>
  createApp({
    ...{ library, files: new Map(), documents: noDocuments, token, hosts: new Set([host]) },
    ...{ control: refusal === null ? control : null, refusal, signal: ended.signal, lookEveryMs: 5 },
  });
const app = appWith(null);
let secret = "";

beforeAll(async () => {
  await storeStudy(store, syntheticStudy({ optimizers: ["lion"], rates: 2, epochs: 1, name: "mine" }));
  secret = ((await (await read("/api/access")).json()) as Access).secret;
});
afterAll(async () => {
  ended.abort();
  await library.close();
  rmSync(folder, { recursive: true });
});

type Headers = { readonly [name: string]: string | undefined };

async function read(path: string, asked = app): Promise<Response> {
  return asked.request(`http://${host}${path}`, { headers: { host, authorization: `Bearer ${token}` } });
}

/** A change as the page asks for it, but for some headers. */
async function change(path: string, body: unknown, { method = "POST", headers = {} as Headers, asked = app } = {}) {
  const usual: Headers = {
    ...{ host, origin: `http://${host}`, cookie: `lionlab-7878=${token}` },
    ...{ "x-lionlab-secret": secret, "content-type": "application/json" },
  };
  const sent = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== undefined);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return asked.request(`http://${host}${path}`, { method, headers: sent as [string, string][], body: text });
}

const list = async (): Promise<RunList> => (await read("/api/runs")).json() as Promise<RunList>;
const idOf = async (name: string): Promise<string> => (await list()).runs.find((run) => run.name === name)!.id;
const actionsOf = async (id: string) => (await read(`/api/runs/${id}/actions`)).json() as Promise<RunActions>;
const sentenceOf = async (answer: Response) => ((await answer.json()) as { sentence: string }).sentence;

/** Waits until something is there. */
async function until<T>(look: () => T | null | Promise<T | null>): Promise<T> {
  return expect.poll(look, { timeout: 20_000, interval: 20 }).not.toBeNull().then(look) as Promise<T>;
}

async function tell(name: string, pulse: Partial<StudyPulse>): Promise<void> {
  const storage = await openStorage(join(place, name, "study.sqlite"), { mode: "run" });
  const { trialKeys } = (await storage.getStudy(name))!;
  await storage.putPulse(name, { ...samplePulse(trialKeys[0]!), ...pulse });
  await storage.close();
}

describe("who may change anything", () => {
  const order = { source: { preset: "quickstart" } };

  it("only a page of this server, by its cookie, its origin and the secret that it has read", async () => {
    const wrong: readonly Headers[] = [
      { origin: undefined },
      { origin: "http://evil.example" },
      { cookie: undefined, authorization: `Bearer ${token}` },
      { "x-lionlab-secret": undefined },
      { "x-lionlab-secret": "another" },
    ];
    for (const headers of wrong) {
      for (const path of ["/api/start", "/api/plan", `/api/runs/${await idOf("mine")}/stop`, "/api/runs/x/notes"]) {
        expect([401, 403]).toContain((await change(path, order, { headers })).status);
      }
    }
    expect((await change("/api/plan", order, { headers: { "content-type": "text/plain" } })).status).toBe(415);
    expect((await change("/api/plan", { source: { text: "x".repeat(600_000) } })).status).toBe(413);
    expect((await read("/api/start")).status).toBe(404);
    expect(existsSync(join(place, "quickstart"))).toBe(false);
  });

  it("nobody where that was not asked for, and everybody is told why", async () => {
    const shut = appWith("Runs are only watched here.");
    const { refusal, ...rest } = (await (await read("/api/access", shut)).json()) as Access;
    expect(refusal).toBe("Runs are only watched here.");
    const headers = { "x-lionlab-secret": rest.secret };
    const answer = await change("/api/plan", order, { headers, asked: shut });
    expect([answer.status, await sentenceOf(answer)]).toEqual([403, "Runs are only watched here."]);
    const actions = await (await read(`/api/runs/${await idOf("mine")}/actions`, shut)).json();
    expect(actions).toEqual({ actions: [], resumes: null, sentence: "Runs are only watched here." });
  });
});

describe("a start", () => {
  it("is refused in the words of the command line before anything is written", async () => {
    const answer = await change("/api/start", { source: { text: "name: bad\nwrong: 1" } });
    expect([answer.status, await sentenceOf(answer)]).toEqual([422, "study.yaml:2:1: it is wrong"]);
    expect(existsSync(join(place, "bad"))).toBe(false);
    for (const body of [
      "",
      "[]",
      { source: { preset: "../x" } },
      { source: { preset: "--help" } },
      { source: { text: 7 } },
    ]) {
      expect((await change("/api/start", body)).status).toBe(422);
    }
    expect((await change("/api/plan", { source: { preset: "a" }, changes: { epochs: "1; rm" } })).status).toBe(422);
  });

  it("is planned first, and then a process of its own that keeps what it prints beside the run", async () => {
    const order = { source: { text: "name: new\n" }, changes: { workers: 1, epochs: 3, budget: "5m" } };
    const plan = (await (await change("/api/plan", order)).json()) as PlannedOrder;
    expect(plan).toMatchObject({
      kind: "study",
      name: "new",
      total: 4,
      secondsLeft: 60,
      optimizers: ["lion"],
      exists: false,
    });
    expect(existsSync(join(place, "new"))).toBe(false);
    const { run } = (await (await change("/api/start", order)).json()) as { run: string };
    const file = join(place, "new", "study.yaml");
    const started = await until(() =>
      existsSync(join(folder, "started.json")) ? JSON.parse(readFileSync(join(folder, "started.json"), "utf8")) : null,
    );
    expect(started.argv).toEqual(["compare", file, "--epochs", "3", "--workers", "1"]);
    expect(readFileSync(file, "utf8")).toBe("name: new\n");
    expect((await list()).starting).toMatchObject([{ run, name: "new", state: "starting" }]);
    expect(await sentenceOf(await change("/api/start", order))).toBe("new is being started.");
    await storeStudy(
      join(place, "new", "study.sqlite"),
      syntheticStudy({ optimizers: ["lion"], rates: 1, epochs: 1, name: "new" }),
    );
    await tell("new", { pid: started.pid, host: hostname() });
    const after = await list();
    expect(after.starting).toEqual([]);
    expect(after.runs.find(({ id }) => id === run)).toMatchObject({ name: "new", kind: "study" });
    expect(await sentenceOf(await change("/api/start", order))).toContain("There is a run called new already");
    process.kill(started.pid);
  });

  it("that fails later says why, until it is dismissed", async () => {
    const { run } = (await (await change("/api/start", { source: { text: "name: data-gone\n" } })).json()) as {
      run: string;
    };
    const failed = await until(async () => (await list()).starting.find(({ state }) => state === "failed") ?? null);
    expect(failed).toMatchObject({ run, name: "data-gone", sentence: "There is no data." });
    await change(`/api/starts/${run}`, {}, { method: "DELETE" });
    expect((await list()).starting).toEqual([]);
  });
});

describe("a run", () => {
  const launch = { argv: ["compare", "mine.yaml", "--workers", "2"], cwd: folder };
  const running = {
    pid: process.pid,
    host: hostname(),
    startedAt: 5,
    state: "running",
    heardAt: Date.now() / 1000,
  } as const;

  it("that goes on is asked to pause or stop by name; one elsewhere, or that heeds nothing, is not", async () => {
    const id = await idOf("mine");
    await tell("mine", { ...running, launch });
    await until(async () => ((await actionsOf(id)).actions.length > 0 ? true : null));
    expect(await actionsOf(id)).toEqual({ actions: ["pause", "stop"], resumes: null, sentence: null });
    expect((await change(`/api/runs/${id}/pause`, {})).status).toBe(200);
    expect(JSON.parse(readFileSync(requestFile(store), "utf8"))).toEqual({
      ...{ form: 1, wish: "pause", pid: process.pid, host: hostname(), startedAt: 5 },
    });
    rmSync(requestFile(store));
    expect((await change(`/api/runs/${id}/resume`, {})).status).toBe(422);
    await tell("mine", { ...running, host: "another-machine", launch });
    await until(async () => ((await actionsOf(id)).sentence?.includes("It runs on another-machine") ? true : null));
    expect((await change(`/api/runs/${id}/stop`, {})).status).toBe(422);
    await tell("mine", running);
    await until(async () => ((await actionsOf(id)).sentence?.includes("Ctrl-C") ? true : null));
    expect(existsSync(requestFile(store))).toBe(false);
  });

  it("that was stopped goes on by the words that started it, in their folder", async () => {
    const id = await idOf("mine");
    const cwd = join(folder, "elsewhere");
    mkdirSync(cwd);
    const argv = ["compare", join(cwd, "mine.yaml"), "--set", "a=$(touch /tmp/no) 'b'"];
    writeFileSync(join(cwd, "mine.yaml"), "name: mine");
    await tell("mine", { ...running, state: "stopped", launch: { argv, cwd } });
    const { actions, resumes } = await until(async () => {
      const now = await actionsOf(id);
      return now.resumes?.cwd === cwd ? now : null;
    });
    expect({ actions, words: resumes!.argv }).toEqual({
      actions: ["resume"],
      words: [...argv, "--out", join(place, "mine")],
    });
    rmSync(join(folder, "started.json"), { force: true });
    expect((await change(`/api/runs/${id}/resume`, {})).status).toBe(200);
    const started = await until(() =>
      existsSync(join(folder, "started.json")) ? JSON.parse(readFileSync(join(folder, "started.json"), "utf8")) : null,
    );
    expect(started).toMatchObject({ argv: [...argv, "--out", join(place, "mine")], cwd });
    expect((await actionsOf(id)).sentence).toBe("It is being started.");
    process.kill(started.pid);
  });

  it("keeps notes, and of two who save the second is told", async () => {
    const id = await idOf("mine");
    const save = (note: string) =>
      change(`/api/runs/${id}/notes`, { note, tags: ["cpu"], version: 0 }, { method: "PUT" });
    expect((await save("first")).status).toBe(200);
    const second = await save("second");
    expect([second.status, ((await second.json()) as RunNotes).note]).toEqual([409, "first"]);
    expect((await list()).runs.find((run) => run.id === id)!.notes).toEqual({
      note: "first",
      tags: ["cpu"],
      version: 1,
    });
    expect(
      (await change(`/api/runs/${id}/notes`, { note: "", tags: ["two words"], version: 1 }, { method: "PUT" })).status,
    ).toBe(422);
  });
});
