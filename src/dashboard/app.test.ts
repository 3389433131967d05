/** What the dashboard answers, and whom it refuses. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticDiscovery } from "../../test/report/synthetic-discovery.ts";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { keyed, putChildren, putDiscovery } from "../../test/samples/stored-discovery.ts";
import { storeStudy } from "../../test/samples/stored-study.ts";
import { openStorage } from "../records/open.ts";
import { openSearchStorage } from "../records/search-open.ts";
import { createApp } from "./app.ts";
import type { DiscoveryFrame, ProgramDetail } from "./discovery-frame.ts";
import type { PageFile } from "./files.ts";
import { RunLibrary } from "./library.ts";
import type { RunList, StudyFrame, TrialCurve } from "./views.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-dashboard-"));
const store = join(folder, "mine", "study.sqlite");
const library = new RunLibrary([folder]);
const ended = new AbortController();
const token = "a-token-that-nobody-knows";
const page = { bytes: new TextEncoder().encode("<!doctype html>page"), type: "text/html", immutable: false };
const script = { bytes: new TextEncoder().encode("a;".repeat(4000)), type: "text/javascript", immutable: true };
const made = { version: "1", bytes: new TextEncoder().encode("<!doctype html>report") };
const app = createApp({
  library,
  files: new Map<string, PageFile>([
    ["/index.html", page],
    ["/assets/page-a1.js", script],
    ["/assets/built-b2.js", { ...script, brotli: new Uint8Array(brotliCompressSync(script.bytes)) }],
  ]),
  documents: {
    newest: async (id) => (id === "there" ? made : null),
    latest: async () => null,
  },
  token,
  hosts: new Set(["127.0.0.1:7878", "localhost:7878"]),
  signal: ended.signal,
  lookEveryMs: 5,
});

beforeAll(() => storeStudy(store, syntheticStudy({ optimizers: ["lion", "sgd"], rates: 3, epochs: 3, name: "mine" })));
afterAll(async () => {
  ended.abort();
  await library.close();
  rmSync(folder, { recursive: true });
});

interface Asked {
  readonly headers?: { readonly [name: string]: string };
  readonly method?: string;
}

const anonymous = async (path: string, { headers = {}, method = "GET" }: Asked = {}): Promise<Response> =>
  app.request(`http://127.0.0.1:7878${path}`, { method, headers: { host: "127.0.0.1:7878", ...headers } });

const ask = (path: string, { headers = {}, ...rest }: Asked = {}): Promise<Response> =>
  anonymous(path, { ...rest, headers: { authorization: `Bearer ${token}`, ...headers } });

const list = async (): Promise<RunList> => (await ask("/api/runs")).json() as Promise<RunList>;

describe("who may ask", () => {
  it("nobody without the token, whatever the path", async () => {
    for (const path of ["/", "/index.html", "/api/runs", "/api/runs/x/events", "/api/runs/x/report", "/nothing"]) {
      expect({ path, status: (await anonymous(path)).status }).toEqual({ path, status: 401 });
      expect((await anonymous(path, { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
    }
  });

  it("takes the token from the address once, into a cookie that scripts and other pages do not get", async () => {
    const first = await anonymous(`/?token=${token}`);
    expect({ status: first.status, to: first.headers.get("location") }).toEqual({ status: 303, to: "/" });
    const cookie = first.headers.get("set-cookie")!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const again = await anonymous("/", { headers: { cookie: cookie.split(";")[0]! } });
    expect(await again.text()).toContain("page");
    expect((await anonymous("/?token=wrong")).status).toBe(401);
  });

  it("no name but its own, as of a page that points another name at this machine", async () => {
    for (const host of ["evil.example:7878", "127.0.0.1:7879", "127.0.0.1", "localhost.evil.example:7878", ""]) {
      expect({ host, status: (await ask("/api/runs", { headers: { host } })).status }).toEqual({ host, status: 403 });
    }
    expect((await ask("/api/runs", { headers: { host: "LOCALHOST:7878" } })).status).toBe(200);
  });

  it("no other page", async () => {
    const other = [
      { origin: "http://evil.example" },
      { origin: "http://127.0.0.1:9999" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of other) expect((await ask("/api/runs", { headers })).status).toBe(403);
    expect((await ask("/api/runs", { headers: { "sec-fetch-site": "same-origin" } })).status).toBe(200);
  });

  it("tells browsers to load nothing from elsewhere and to be framed by nobody", async () => {
    const { headers } = await ask("/");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    const empty = createHash("sha256").update("").digest("base64");
    expect(headers.get("content-security-policy")).toContain(`style-src 'self' 'unsafe-hashes' 'sha256-${empty}';`);
    expect(headers.get("content-security-policy")).not.toMatch(/unsafe-inline|unsafe-eval/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    const report = await ask("/api/runs/there/report");
    expect(report.headers.get("content-security-policy")).toContain("sandbox allow-scripts");
    expect(report.headers.get("content-security-policy")).not.toContain("allow-same-origin");
  });
});

describe("what is there", () => {
  it("sends scripts compressed to whoever takes them so, once for good", async () => {
    const sent = await ask("/assets/page-a1.js", { headers: { "accept-encoding": "gzip" } });
    expect(sent.headers.get("content-encoding")).toBe("gzip");
    expect(sent.headers.get("cache-control")).toMatch(/immutable/);
    expect((await sent.arrayBuffer()).byteLength).toBeLessThan(500);
    expect((await ask("/assets/page-a1.js")).headers.get("content-encoding")).toBeNull();
  });

  it("sends what the build compressed as it is, to whoever takes it so", async () => {
    const sent = await ask("/assets/built-b2.js", { headers: { "accept-encoding": "gzip, deflate, br, zstd" } });
    expect([sent.headers.get("content-encoding"), sent.headers.get("vary")]).toEqual(["br", "Accept-Encoding"]);
    expect(brotliDecompressSync(await sent.arrayBuffer())).toEqual(Buffer.from(script.bytes));
    for (const taken of ["gzip", "br;q=0", ""]) {
      const other = await ask("/assets/built-b2.js", { headers: { "accept-encoding": taken } });
      expect([taken, other.headers.get("content-encoding")]).toEqual([taken, taken === "gzip" ? "gzip" : null]);
    }
  });

  it("lists runs as they stand, and stores that cannot be read with a sentence", async () => {
    const { runs, unread } = await list();
    expect(unread).toEqual([]);
    expect(runs).toMatchObject([{ kind: "study", name: "mine", state: "complete", done: 6, total: 6 }]);
    expect(runs[0]!.best!.validation).toBeGreaterThan(0);
  });

  it("gives the curves of trials by their keys, and of what is no key nothing", async () => {
    const { runs } = await list();
    const id = runs[0]!.id;
    const frame = (await library.study(id))!.frameSince(null);
    const keys = frame.rows.map(({ key }) => key);
    const curves = (await (
      await ask(`/api/runs/${id}/curves?keys=${keys.join(",")},abc,..%2f`)
    ).json()) as TrialCurve[];
    expect(curves.map(({ key }) => key)).toEqual(keys);
    expect(curves[0]!.epoch).toEqual([1, 2, 3]);
    const many = Array.from({ length: 101 }, (_, i) => i).join(",");
    expect((await ask(`/api/runs/${id}/curves?keys=${many}`)).status).toBe(400);
  });

  it("answers broken requests without failing, and serves no file but the page's", async () => {
    const path = fc.oneof(
      fc.webPath(),
      fc.string().map((text) => `/${encodeURIComponent(text)}`),
      fc.constantFrom(
        "/../package.json",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc",
        "/api/runs/../../etc/passwd/report",
        "//etc/passwd",
      ),
    );
    const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS");
    await fc.assert(
      fc.asyncProperty(path, method, async (asked, how) => {
        const answer = await ask(asked, { method: how });
        expect(how === "GET" ? [200, 400, 404] : [403]).toContain(answer.status);
        const text = await answer.text();
        if (answer.status === 200) expect(text === "<!doctype html>page" || text.startsWith('{"runs"')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("what changes", () => {
  it("is told as it is recorded, and to a page that comes back what it missed", async () => {
    const study = syntheticStudy({ optimizers: ["adam"], rates: 2, epochs: 2, name: "live" });
    const { trials } = study;
    const waiting = trials.map((trial) => ({ ...trial, epochs: [], timings: [], result: null }));
    const path = join(folder, "live", "study.sqlite");
    await storeStudy(path, { ...study, trials: waiting });
    const { id } = (await list()).runs.find(({ name }) => name === "live")!;
    const events = await eventsOf(id, null);
    const first = await events.next();
    expect(first.frame).toMatchObject({ whole: true, facts: { name: "live" }, summary: { done: 0, total: 2 } });
    const { key } = first.frame.rows[0]!;
    const storage = await openStorage(path, { mode: "run" });
    await storage.appendEpoch(key, { record: trials[0]!.epochs[0]!, timing: trials[0]!.timings[0]! });
    const second = await events.next();
    expect(second.frame).toMatchObject({ whole: false, facts: null, rows: [{ key, epochsDone: 1 }] });
    await events.close();
    await storage.appendEpoch(key, { record: trials[0]!.epochs[1]!, timing: trials[0]!.timings[1]! });
    await storage.close();
    const again = await eventsOf(id, second.id);
    expect((await again.next()).frame).toMatchObject({ whole: false, rows: [{ key, epochsDone: 2 }] });
    await again.close();
    const stranger = await eventsOf(id, "another.7");
    expect((await stranger.next()).frame).toMatchObject({ whole: true });
    await stranger.close();
  });

  it("is told whole of a run whose store was replaced, however many looks had been counted", async () => {
    const study = syntheticStudy({ optimizers: ["adam"], rates: 2, epochs: 2, name: "replaced" });
    const path = join(folder, "replaced", "study.sqlite");
    await storeStudy(path, study);
    const idNow = async () => (await list()).runs.find(({ name }) => name === "replaced")?.id;
    const id = (await idNow())!;
    const events = await eventsOf(id, null);
    const first = await events.next();
    rmSync(join(folder, "replaced"), { recursive: true });
    await expect.poll(idNow).toBeUndefined();
    await events.close();
    await storeStudy(path, {
      ...study,
      trials: study.trials.map((trial) => ({ ...trial, epochs: [], timings: [], result: null })),
    });
    const again = await eventsOf(id, first.id);
    expect((await again.next()).frame).toMatchObject({ whole: true, summary: { done: 0, total: 2 } });
    await again.close();
  });

  it("is told of a discovery alike, with its programs for who asks for one", async () => {
    const archive = keyed(syntheticDiscovery({ name: "found", evaluations: 40, seeds: 1 }));
    const [search] = archive.searches;
    const path = join(folder, "found", "discovery.sqlite");
    const storage = await openSearchStorage(path, { mode: "run" });
    await putDiscovery(storage, archive, { share: 0.5 });
    const { id } = (await list()).runs.find(({ name }) => name === "found")!;
    const events = await eventsOf<DiscoveryFrame>(id, null);
    const first = await events.next();
    expect(first.frame).toMatchObject({ whole: true, summary: { kind: "discovery", done: 0, total: 3 } });
    expect(first.frame.searches).toHaveLength(3);
    await events.close();
    await putChildren(storage, search!, { from: Math.floor(0.5 * search!.children.length) });
    await storage.close();
    const again = await eventsOf<DiscoveryFrame>(id, first.id);
    const { frame } = await again.next();
    expect(frame).toMatchObject({ whole: false, facts: null, searches: [{ key: search!.record.key, state: "ended" }] });
    await again.close();
    const { key, best } = frame.searches[0]!;
    const programs = `/api/runs/${id}/searches/${key}/programs`;
    const program = (await (await ask(`${programs}/${best!.identity}`)).json()) as ProgramDetail;
    expect(program).toMatchObject({ search: key, evaluation: { program: best!.program, fitness: best!.fitness } });
    for (const wrong of [`${programs}/nobody`, `${programs}/..%2f`, programs.replace(key, "0".repeat(16)), programs])
      expect((await ask(wrong.endsWith("programs") ? `${wrong}/${best!.identity}x` : wrong)).status).toBe(404);
    expect((await ask(`/api/runs/${id}/report`)).status).toBe(404);
  });

  it("is nothing for a run that is not there", async () => {
    expect((await ask("/api/runs/0123456789abcdef/events")).status).toBe(404);
  });
});

/** Listens to a run; `next` waits for the next event. */
async function eventsOf<Frame = StudyFrame>(id: string, seen: string | null) {
  const answer = await ask(`/api/runs/${id}/events`, seen === null ? {} : { headers: { "last-event-id": seen } });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    next: async (): Promise<{ readonly id: string; readonly frame: Frame }> => {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end >= 0) {
          const lines = text.slice(0, end).split("\n");
          text = text.slice(end + 2);
          const value = (name: string) => lines.find((line) => line.startsWith(`${name}: `))!.slice(name.length + 2);
          return { id: value("id"), frame: JSON.parse(value("data")) as Frame };
        }
        const { value, done } = await reader.read();
        if (done) throw new Error("the server ended the events");
        text += value;
      }
    },
    close: () => reader.cancel(),
  };
}
