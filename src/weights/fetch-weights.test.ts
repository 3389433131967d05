import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256Hex } from "../core/hash.ts";
import { modelNamed } from "../models/index.ts";
import { catalogue, type PublishedWeights } from "./catalogue.ts";
import { fetchWeights, weightsPath } from "./fetch-weights.ts";

const content = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, i) => (i * 31) >> 3));
const sha256 = sha256Hex(content);

let root: string;
let server: Server;
let weights: PublishedWeights;
let ranges: (string | undefined)[];
/** How the server behaves: `cut` breaks off after so many bytes; `whole` knows no ranges. */
let behaviour: { cut?: number; whole?: boolean; status?: number; silent?: boolean; content?: Buffer };

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "lionlab-weights-"));
  ranges = [];
  behaviour = {};
  server = createServer((request, response) => {
    const { range } = request.headers;
    ranges.push(range);
    if (behaviour.silent) return;
    if (behaviour.status !== undefined) return void response.writeHead(behaviour.status).end();
    const bytes = behaviour.content ?? content;
    const begin = range === undefined || behaviour.whole ? 0 : Number(/bytes=(\d+)-/.exec(range)![1]);
    if (begin >= bytes.length)
      return void response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    const rest = bytes.subarray(begin);
    const about = begin > 0 ? { "content-range": `bytes ${begin}-${bytes.length - 1}/${bytes.length}` } : {};
    response.writeHead(begin > 0 ? 206 : 200, { "content-length": rest.length, ...about });
    if (behaviour.cut === undefined) response.end(rest);
    else response.write(rest.subarray(0, behaviour.cut), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x/model.safetensors`;
  weights = { name: "some", model: "resnet-18", summary: "", url, bytes: null, sha256: null };
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true, force: true });
});

const env = () => ({ XDG_CACHE_HOME: root });
const folder = (): string => join(root, "lionlab", "weights");
const get = (options: object = {}) => fetchWeights(weights, { env: env(), sha256, ...options });

test("fetches, checks and lands, with progress; and not twice", async () => {
  const progress: [number, number | null][] = [];
  const path = await get({ onProgress: (...args: [number, number | null]) => progress.push(args) });
  expect(path).toBe(join(folder(), "some.safetensors"));
  expect(readFileSync(path).equals(content)).toBe(true);
  expect(progress.at(-1)).toEqual([content.length, content.length]);
  await get();
  expect(ranges.length).toBe(1);
  expect(readdirSync(folder())).toEqual(["some.safetensors"]);
});

test("goes on where it was cut off, also after a process that is gone", async () => {
  behaviour = { cut: 70_000 };
  await expect(get()).rejects.toMatchObject({ code: "weights-not-available" });
  const [part] = readdirSync(folder());
  const have = readFileSync(join(folder(), part!)).length;
  expect(have).toBeGreaterThan(0);
  rmSync(join(folder(), part!));
  writeFileSync(join(folder(), "some.safetensors.part-999999999"), content.subarray(0, 50_000));
  behaviour = {};
  expect(readFileSync(await get()).equals(content)).toBe(true);
  expect(ranges.at(-1)).toBe("bytes=50000-");
  expect(readdirSync(folder())).toEqual(["some.safetensors"]);
});

test("a server without ranges starts anew; a part that is whole already is only checked", async () => {
  behaviour = { cut: 70_000 };
  await expect(get()).rejects.toThrow();
  behaviour = { whole: true };
  expect(readFileSync(await get()).equals(content)).toBe(true);
  rmSync(join(folder(), "some.safetensors"));
  writeFileSync(join(folder(), "some.safetensors.part-999999999"), content);
  behaviour = {};
  expect(readFileSync(await get()).equals(content)).toBe(true);
});

test("other content is refused and not kept", async () => {
  behaviour = { content: Buffer.from("<html>") };
  await expect(get()).rejects.toMatchObject({ code: "weights-checksum" });
  expect(readdirSync(folder())).toEqual([]);
  behaviour = {};
  await get();
  await expect(get({ sha256: "0".repeat(64) })).rejects.toThrow(/have SHA-256 .*, not 0000/);
  expect(readdirSync(folder())).toEqual(["some.safetensors"]);
});

test("without a checksum nothing is fetched", async () => {
  await expect(get({ sha256: undefined })).rejects.toThrow(
    /by hand \(curl -L -o some\.safetensors http:.*model\.safetensors\) and give its path .* SHA-256 \(its publisher shows none\), give it with --sha256 HEX/,
  );
  await expect(get({ sha256: "abc" })).rejects.toMatchObject({ code: "checksum-malformed" });
  weights = { ...weights, sha256 };
  await expect(get({ sha256: "0".repeat(64) })).rejects.toMatchObject({ code: "weights-checksum" });
  expect(ranges).toEqual([]);
  await get({ sha256: undefined });
});

test("of a checksum the first digits do where no more is known, and a whole one must begin with them", async () => {
  weights = { ...weights, sha256: sha256.slice(0, 8) };
  await expect(get({ sha256: "0".repeat(64) })).rejects.toMatchObject({ code: "weights-checksum" });
  expect(ranges).toEqual([]);
  behaviour = { content: Buffer.from("<html>") };
  await expect(get({ sha256: undefined })).rejects.toThrow(new RegExp(`not ${sha256.slice(0, 8)}…;`));
  behaviour = {};
  expect(readFileSync(await get({ sha256: undefined })).equals(content)).toBe(true);
  await get(); // the whole checksum
  await expect(get({ sha256: sha256.slice(0, 8).padEnd(64, "0") })).rejects.toMatchObject({ code: "weights-checksum" });
});

test("refusal, silence and a missing host are said in a sentence", async () => {
  behaviour = { status: 404 };
  await expect(get()).rejects.toThrow(/answered 404/);
  behaviour = { silent: true };
  await expect(get({ connectSeconds: 0.2 })).rejects.toThrow(/no answer within 0.2 s/);
  weights = { ...weights, url: "http://no-such-host.invalid/model.npz" };
  await expect(get()).rejects.toMatchObject({ code: "weights-not-available" });
});

test("every entry of the catalogue names a model, a file that is read, and a checksum of its own or none", () => {
  expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
  for (const entry of catalogue) {
    expect(modelNamed(entry.model).name).toBe(entry.model);
    expect(weightsPath(entry, env())).toMatch(/\.(npz|pth)$/);
    expect(entry.url).toMatch(/^https:\/\//);
    expect(entry.sha256 === null || /^[0-9a-f]{8}([0-9a-f]{56})?$/.test(entry.sha256)).toBe(true);
    expect(entry.sha256 !== null, "torch.hub's names carry their checksum").toBe(entry.url.endsWith(".pth"));
  }
});
