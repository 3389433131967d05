import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeSampleFashion } from "../../test/samples/fashion.ts";
import { sha256Hex } from "../core/hash.ts";
import type { Dataset } from "./dataset.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { type FetchEvent, fetchIntoCache } from "./fetch.ts";

let root: string;
let publisher: string;
let dataset: Dataset;
let server: Server;
let address: string;
let requests: string[];
let answer: (name: string) => Uint8Array | number | null; // bytes, a status, or never

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "lionlab-fetch-"));
  publisher = writeSampleFashion(join(root, "publisher"), { train: 5, test: 3 });
  requests = [];
  answer = (name) => readFileSync(join(publisher, name));
  server = createServer((request, response) => {
    const name = basename(request.url ?? "");
    requests.push(name);
    const reply = answer(name);
    if (reply === null) return;
    if (typeof reply === "number") response.writeHead(reply).end();
    else response.writeHead(200, { "content-length": reply.length }).end(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const files = fashionMnist.files.map(({ name }) => ({
    name,
    pins: "content" as const,
    sha256: sha256Hex(gunzipSync(readFileSync(join(publisher, name)))),
  }));
  dataset = { ...fashionMnist, files, addresses: [address], debian: null };
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true, force: true });
});

const cache = (): string => join(root, "cache", "lionlab", "fashion-mnist");
const options = (onEvent?: (event: FetchEvent) => void) => ({
  env: { XDG_CACHE_HOME: join(root, "cache") },
  connectSeconds: 20,
  onEvent,
});
const names = fashionMnist.files.map(({ name }) => name).sort();

test("downloads, checks and lands every file, with progress", async () => {
  const events: FetchEvent[] = [];
  expect(
    await fetchIntoCache(
      dataset,
      options((event) => events.push(event)),
    ),
  ).toBe(cache());
  expect(readdirSync(cache()).sort()).toEqual(names);
  expect(events[0]).toEqual({ kind: "trying", source: address });
  expect(events.at(-1)).toEqual({ kind: "landed", source: address, folder: cache() });
  const last = events.filter((event) => event.kind === "progress").at(-1)!;
  expect(last.receivedBytes).toBe(last.totalBytes);
});

test("keeps what has landed and fetches only the rest", async () => {
  answer = (name) => (name.startsWith("t10k-labels") ? 500 : readFileSync(join(publisher, name)));
  await expect(fetchIntoCache(dataset, options())).rejects.toMatchObject({ code: "data-not-available" });
  answer = (name) => readFileSync(join(publisher, name));
  requests.length = 0;
  await fetchIntoCache(dataset, options());
  expect(requests).toEqual(["t10k-labels-idx1-ubyte.gz"]);
});

test("several fetches at once end with one whole copy", async () => {
  await Promise.all([1, 2, 3].map(() => fetchIntoCache(dataset, options())));
  expect(readdirSync(cache()).sort()).toEqual(names);
});

test("silence is given up after the patience that was asked for", async () => {
  answer = () => null;
  const waiting = fetchIntoCache(dataset, { ...options(), connectSeconds: 0.3 });
  await expect(waiting).rejects.toMatchObject({ message: expect.stringContaining("no answer within 0.3 s") });
});

test("refusal, wrong content and a missing host: the sentence says what was tried", async () => {
  const wrong = readFileSync(join(publisher, "t10k-images-idx3-ubyte.gz"));
  const replies: readonly [typeof answer, string][] = [
    [() => 404, "answered 404"],
    [() => wrong, "has other content than expected"],
    [() => Buffer.from("<html>"), "should be a gzip file"],
  ];
  for (const [reply, reason] of replies) {
    answer = reply;
    const error = await fetchIntoCache(dataset, options()).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "data-not-available", message: expect.stringContaining(reason) });
    expect(error).toMatchObject({ message: expect.stringContaining(cache()) });
  }
  const nowhere = { ...dataset, addresses: ["http://no-such-host.invalid/"] };
  await expect(fetchIntoCache(nowhere, options())).rejects.toThrow("no-such-host.invalid");
  expect(existsSync(cache())).toBe(false);
});

test("falls back to Debian's package without installing it", async () => {
  const tools = join(root, "tools");
  mkdirSync(tools);
  const script = (name: string, text: string): void => {
    writeFileSync(join(tools, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(tools, name), 0o755);
  };
  const folder = "/usr/share/datasets/fashion-mnist";
  script(
    "apt-get",
    `case "$*" in *--print-uris*) echo "'http://d/p.deb' p_1_all.deb 9 SHA256:0";; *) echo x > p_1_all.deb;; esac`,
  );
  script("dpkg-deb", `mkdir -p "$3${folder}" && cp "${publisher}"/* "$3${folder}"`);
  const path = process.env.PATH;
  process.env.PATH = `${tools}:${path}`;
  try {
    const debian = { ...dataset, addresses: [], debian: { package: "p", folder } };
    await fetchIntoCache(debian, options());
    expect(readdirSync(cache()).sort()).toEqual(names);
  } finally {
    process.env.PATH = path;
  }
});

test("a package that apt does not know is said", async () => {
  const tools = join(root, "tools");
  mkdirSync(tools);
  writeFileSync(join(tools, "apt-get"), `#!/bin/sh\necho "E: Unable to locate package p" >&2\nexit 100\n`);
  chmodSync(join(tools, "apt-get"), 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${tools}:${path}`;
  try {
    const debian = { ...dataset, addresses: [], debian: { package: "p", folder: "/x" } };
    await expect(fetchIntoCache(debian, options())).rejects.toThrow(
      "Debian package p (apt-get failed: E: Unable to locate",
    );
    process.env.PATH = tools.replace("tools", "none");
    await expect(fetchIntoCache(debian, options())).rejects.toThrow("apt-get is not installed");
  } finally {
    process.env.PATH = path;
  }
});
