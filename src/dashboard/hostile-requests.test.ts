/**
 * Ten thousand requests that no browser of ours would send, drawn with a fixed seed: the server answers each or drops it, goes on, and what it answers says nothing
 * of files, of places on the disk, of its token or of its code.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { storeStudy } from "../../test/samples/stored-study.ts";
import { createRng } from "../core/rng.ts";
import { createApp } from "./app.ts";
import { RunLibrary } from "./library.ts";
import { RunControl } from "./run-control.ts";
import { type Listening, listen } from "./serve.ts";
import type { Access, RunList } from "./views.ts";

const noDocuments = { newest: async () => null, latest: async () => null };
const folder = mkdtempSync(join(tmpdir(), "lionlab-hostile-"));
const secretText = "a text that nobody may read";
const token = "token-that-is-told-to-nobody";
const ended = new AbortController();
const library = new RunLibrary([join(folder, "runs")]);
const control = new RunControl({ program: [process.execPath, "-e", "process.exit(2)"], cwd: folder, place: null });
const page = { bytes: new TextEncoder().encode("<!doctype html>page"), type: "text/html", immutable: false };
const appAt = (port: number) =>
  createApp({
    ...{ library, files: new Map([["/index.html", page]]), token, hosts: new Set([`127.0.0.1:${port}`]), control },
    ...{ documents: noDocuments, signal: ended.signal, lookEveryMs: 5 },
  });
let server: Listening;
let id = "";
let secret = "";
const faults = vi.spyOn(console, "error").mockImplementation(() => {});

beforeAll(async () => {
  writeFileSync(join(folder, "outside.txt"), secretText);
  const study = syntheticStudy({ optimizers: ["lion"], rates: 2, epochs: 1, name: "mine" });
  await storeStudy(join(folder, "runs", "mine", "study.sqlite"), study);
  server = await listen(appAt, { host: "127.0.0.1", port: 0 });
  const read = async <T>(path: string) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return (await answer.json()) as T;
  };
  id = (await read<RunList>("/api/runs")).runs[0]!.id;
});
afterAll(async () => {
  ended.abort();
  await server.close();
  await library.close();
  faults.mockRestore();
  rmSync(folder, { recursive: true });
});

const rng = createRng(1, "hostile requests");
const pick = <T>(list: readonly T[]): T => list[rng.below(list.length)]!;
const junk = (length: number, most = 256): string =>
  String.fromCharCode(...Array.from({ length }, () => rng.below(most))).replaceAll(/[\r\n]/g, "x");
const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];
const parts = [
  "api",
  "runs",
  "..",
  ".",
  "%2e%2e",
  "%00",
  "%",
  "%zz",
  "..%2f..%2fetc%2fpasswd",
  "events",
  "curves",
  "report",
  "notes",
];
const more = [
  "actions",
  "pause",
  "stop",
  "resume",
  "start",
  "plan",
  "starts",
  "access",
  "outside.txt",
  "index.html",
  "__proto__",
  "constructor",
];
const queries = [
  "keys=../../x",
  "keys=",
  `keys=${"a,".repeat(500)}`,
  "keys=__proto__",
  "token=wrong",
  "token=",
  "a[]=1&a[]=2",
  "%=%",
  "keys=%00",
];
const bodies = [
  "{",
  "[]",
  "null",
  '{"source":{"text":"a: b"}}',
  '{"source":{"preset":"../../x"}}',
  '{"__proto__":{"x":1}}',
  '{"note":1}',
  "[".repeat(5000),
];
const strange: readonly (readonly [string, () => string])[] = [
  ["Range", () => `bytes=${rng.below(9)}-${junk(3, 90)}`],
  ["Last-Event-ID", () => pick(["x.99999999999999999999", "..", "'; DROP TABLE", `${rng.below(99)}.-1`])],
  ["Accept-Encoding", () => pick(["gzip;q=9e9", "*", "br, br, br", ""])],
  [
    "Content-Type",
    () => pick(["application/json", "text/plain", "application/json; charset=utf-7", "multipart/form-data"]),
  ],
  ["Cookie", () => pick([`lionlab-${server.port}=${junk(5, 90)}`, "a=b; a=c; =", `lionlab-${server.port}=${token}`])],
  ["Authorization", () => pick(["Bearer ", "Basic eDp4", `Bearer ${token}x`, `bearer ${token}`])],
  ["X-Lionlab-Secret", () => pick(["", "x", secret])],
  ["Origin", () => pick(["null", "http://evil.example", `http://127.0.0.1:${server.port}`, "file://"])],
  ["X-Forwarded-Host", () => "evil.example"],
  ["If-None-Match", () => junk(9, 90)],
];

function path(): string {
  if (rng.below(12) === 0)
    return pick(["//etc/passwd", "/..\\..\\etc", "/?token=x", "*", "/".repeat(50), `/${"a".repeat(3000)}`]);
  const names = Array.from({ length: 1 + rng.below(5) }, () =>
    pick([pick(parts), pick(more), id, encodeURIComponent(junk(4))]),
  );
  const start = pick(["/", "/api/runs/", `/api/runs/${id}/`]);
  return `${start}${names.join("/")}${rng.below(3) === 0 ? `?${pick(queries)}` : ""}`;
}

/** Headers of a page of ours, with some that are not. */
function headers(known: boolean): [string, string][] {
  const own: [string, string][] = known
    ? [
        ["authorization", `Bearer ${token}`],
        ["cookie", `lionlab-${server.port}=${token}`],
      ]
    : [];
  const ours: [string, string][] =
    known && rng.below(2) === 0
      ? [
          ["origin", `http://127.0.0.1:${server.port}`],
          ["x-lionlab-secret", secret],
          ["content-type", "application/json"],
        ]
      : [];
  const others = Array.from({ length: rng.below(3) }, (): [string, string] => {
    const [name, value] = pick(strange);
    return [name, value().replaceAll(/[^\x20-\x7e]/g, "~")];
  });
  return [...own, ...ours, ...others];
}

function leaks(text: string): readonly string[] {
  return [secretText, token, folder, "root:x", "node_modules", "at async", ".ts:"].filter((part) =>
    text.includes(part),
  );
}

it("eight thousand that have a form", async () => {
  const app = appAt(server.port);
  const own = { host: `127.0.0.1:${server.port}`, authorization: `Bearer ${token}` };
  secret = ((await (await app.request(`http://${own.host}/api/access`, { headers: own })).json()) as Access).secret;
  const seen = new Map<number, number>();
  for (let i = 0; i < 8000; i++) {
    const method = pick(methods);
    const target = path();
    const sent = new Headers();
    for (const [name, value] of [["host", `127.0.0.1:${server.port}`] as const, ...headers(rng.below(8) > 0)])
      sent.set(name, value);
    const url = `http://127.0.0.1:${server.port}${target.startsWith("/") ? "" : "/"}${target}`;
    if (!URL.canParse(url)) continue;
    const body = method === "GET" || method === "HEAD" ? null : pick(bodies);
    const answer = await app.request(new Request(url, { method, headers: sent, body }));
    seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
    const isStream = answer.headers.get("content-type")?.includes("event-stream") ?? false;
    if (isStream) await answer.body?.cancel();
    else if (answer.headers.get("content-encoding") === null && method !== "HEAD") {
      const text = await answer.text();
      const isList = text.startsWith('{"runs":'); // which says where runs are, to whoever has the token
      if (!isList) expect({ method, target, leaks: leaks(text) }).toEqual({ method, target, leaks: [] });
    }
  }
  expect([...seen.keys()].filter((status) => status >= 500)).toEqual([]);
  for (const status of [200, 401, 403, 404, 415, 422])
    expect({ status, met: seen.has(status) }).toEqual({ status, met: true });
  expect(faults).not.toHaveBeenCalled();
}, 60_000);

it("two thousand that have none, over connections", async () => {
  const lines = [
    () => `GET ${path()} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer wrong\r\n\r\n`,
    () => `${junk(9)} ${junk(30)} HTTP/1.1\r\n\r\n`,
    () => `GET / HTTP/9.9\r\nHost: x\r\n\r\n`,
    () => `GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
    () => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n`,
    () => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    () => `GET / HTTP/1.1\r\nX: ${"a".repeat(20_000)}\r\n\r\n`,
    () => `GET /${junk(200)} HTTP/1.1\r\nHost: ${junk(8)}\r\n\r\n`,
    () => `\x16\x03\x01${junk(60)}`,
    () => `GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
    () => `CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
    () => `OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`,
  ];
  const send = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(server.port, "127.0.0.1");
      let answer = "";
      socket.setEncoding("latin1").on("data", (piece) => (answer += piece));
      socket.on("error", () => {}).on("close", () => resolve(answer));
      socket.end(Buffer.from(text, "latin1"));
    });
  for (let i = 0; i < 100; i++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(pick(lines)())));
    for (const answer of answers) {
      expect(leaks(answer)).toEqual([]);
      if (answer !== "") expect(answer).toMatch(/^HTTP\/1\.1 (400|401|403|404|405|413|414|431|501|505) /);
    }
  }
  const still = await fetch(`http://127.0.0.1:${server.port}/`, { headers: { authorization: `Bearer ${token}` } });
  expect(await still.text()).toContain("page");
}, 60_000);
