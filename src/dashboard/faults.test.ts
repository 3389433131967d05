/** What the dashboard makes of stores that are gone, held, damaged or no stores, and of clients that are slow or stuck. */
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { storeStudy } from "../../test/samples/stored-study.ts";
import { openDatabase } from "../records/sqlite/engine.ts";
import { createApp } from "./app.ts";
import { Audience } from "./audience.ts";
import { RunLibrary } from "./library.ts";
import { listen } from "./serve.ts";
import { tellChanges } from "./tell-changes.ts";
import type { RunList, StudyFrame } from "./views.ts";

const noDocuments = { newest: async () => null, latest: async () => null };
const folder = mkdtempSync(join(tmpdir(), "lionlab-faults-"));
const storeOf = (name: string): string => join(folder, name, "study.sqlite");
const token = "a-token";
const ended = new AbortController();
const library = new RunLibrary([folder]);
const appAt = (hosts: readonly string[]) =>
  createApp({
    ...{ library, files: new Map(), documents: noDocuments, token, hosts: new Set(hosts) },
    ...{ signal: ended.signal, lookEveryMs: 5 },
  });
const app = appAt(["here"]);
const ask = async (path: string): Promise<Response> =>
  app.request(`http://here${path}`, { headers: { host: "here", authorization: `Bearer ${token}` } });
const list = async () => (await (await ask("/api/runs")).json()) as RunList;
const make = (name: string) =>
  storeStudy(storeOf(name), syntheticStudy({ optimizers: ["lion"], rates: 2, epochs: 1, name }));

beforeAll(() => make("fine"));
afterAll(async () => {
  ended.abort();
  await library.close();
  rmSync(folder, { recursive: true });
});

describe("a store that cannot be read", () => {
  it("is told of in a sentence beside the others, whatever it is", async () => {
    const put = (name: string, text: string | Uint8Array): void => {
      mkdirSync(join(folder, name));
      writeFileSync(storeOf(name), text);
    };
    put("empty", "");
    put("text", "these are no records at all, but a text that is long enough to be a page of a file ".repeat(99));
    put("cut", "");
    copyFileSync(storeOf("fine"), storeOf("cut"));
    truncateSync(storeOf("cut"), 5000);
    put("newer", "");
    copyFileSync(storeOf("fine"), storeOf("newer"));
    const newer = await openDatabase(storeOf("newer"));
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    mkdirSync(storeOf("folder"), { recursive: true });
    const { runs, unread } = await list();
    expect(runs.map(({ name }) => name)).toEqual(["fine"]);
    const told = Object.fromEntries(unread.map(({ location, sentence }) => [location, sentence]));
    expect(Object.keys(told)).toEqual(["cut", "empty", "folder", "newer", "text"].map(storeOf));
    for (const sentence of Object.values(told)) expect(sentence).toMatch(/^[^\n]{20,300}\.$/);
    for (const name of ["empty", "text", "cut", "newer", "folder"]) rmSync(join(folder, name), { recursive: true });
  });

  it("is said to be held while another program holds it, and nobody waits; it is read afterwards", async () => {
    mkdirSync(join(folder, "held"));
    copyFileSync(storeOf("fine"), storeOf("held"));
    const other = await openDatabase(storeOf("held"));
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    const { runs, unread } = await list();
    expect(runs.map(({ name }) => name)).toEqual(["fine"]);
    expect(unread).toEqual([
      { location: storeOf("held"), sentence: expect.stringContaining("another program holds it") },
    ]);
    other.exec("ROLLBACK");
    other.close();
    expect((await list()).runs.map(({ name }) => name)).toEqual(["fine", "fine"]);
    rmSync(join(folder, "held"), { recursive: true });
  });

  it("while it is watched is told of once, and what is recorded again when it can be read again", async () => {
    await make("broken");
    const { id } = (await list()).runs.find(({ name }) => name === "broken")!;
    const events = await eventsOf(id);
    expect((await events.next()).kind).toBe("message");
    renameSync(storeOf("broken"), `${storeOf("broken")}.kept`);
    writeFileSync(storeOf("broken"), "no records at all");
    expect(await events.next()).toEqual({ kind: "fault", data: expect.stringContaining("holds no records") });
    renameSync(`${storeOf("broken")}.kept`, storeOf("broken"));
    const again = await events.next();
    expect([again.kind, (JSON.parse(again.data) as StudyFrame).summary.name]).toEqual(["message", "broken"]);
    await events.close();
    rmSync(join(folder, "broken"), { recursive: true });
  });

  it("that is deleted while it is watched ends what is told of it, and is another run when it is made again", async () => {
    await make("gone");
    const { id } = (await list()).runs.find(({ name }) => name === "gone")!;
    const events = await eventsOf(id);
    expect((await events.next()).kind).toBe("message");
    rmSync(join(folder, "gone"), { recursive: true });
    expect((await events.next()).kind).toBe("end");
    expect((await ask(`/api/runs/${id}/events`)).status).toBe(404);
    expect((await ask(`/api/runs/${id}/curves?keys=ab`)).status).toBe(200);
    await make("gone");
    const anew = await eventsOf(id);
    expect(JSON.parse((await anew.next()).data)).toMatchObject({ whole: true, summary: { total: 2 } });
    await anew.close();
  });
});

describe("a client", () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  /** A connection, and when the server has ended it. */
  async function connected(port: number) {
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket);
    socket.on("error", () => {});
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    return { socket, closed };
  }

  it("that is slow to say what it wants is dropped, and others are served meanwhile", async () => {
    const { port, close } = await listen((at) => appAt([`127.0.0.1:${at}`]), {
      ...{ host: "127.0.0.1", port: 0, patience: { headersMs: 200, requestMs: 400 } },
    });
    const silent = await connected(port);
    const slow = await connected(port);
    slow.socket.write("GET / HTTP/1.1\r\nHost: x\r\n");
    slow.socket.resume();
    const halfway = await connected(port);
    halfway.socket.resume();
    halfway.socket.write(
      `POST /api/start HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{`,
    );
    const others = async (): Promise<number> =>
      (await fetch(`http://127.0.0.1:${port}/api/runs`, { headers: { authorization: `Bearer ${token}` } })).status;
    await expect.poll(others, { timeout: 10_000 }).toBe(200); // on a busy machine, this one may be slow as well
    silent.socket.resume();
    await Promise.all([silent.closed, slow.closed, halfway.closed]);
    await close();
  }, 20_000);

  it("that takes nothing of what it is told is let go, and nothing piles up for it", async () => {
    const { id } = (await list()).runs.find(({ name }) => name === "fine")!;
    let [writes, aborted] = [0, false];
    const stuck = {
      get aborted() {
        return aborted;
      },
      abort: () => {
        aborted = true;
      },
      writeSSE: () => {
        writes++;
        return new Promise<void>(() => {}); // the other end reads nothing
      },
      write: () => new Promise<void>(() => {}),
    };
    const telling = {
      id,
      seen: null,
      library,
      signal: ended.signal,
      audience: new Audience(),
      lookEveryMs: 1,
      stuckMs: 50,
    };
    await tellChanges(stuck as unknown as Parameters<typeof tellChanges>[0], telling);
    expect({ writes, aborted }).toEqual({ writes: 1, aborted: true });
  });
});

/** Listens to a run; `next` waits for the next event, or for the end. */
async function eventsOf(id: string) {
  const reader = (await ask(`/api/runs/${id}/events`)).body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    next: async (): Promise<{ readonly kind: string; readonly data: string }> => {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end >= 0) {
          const lines = text.slice(0, end).split("\n");
          text = text.slice(end + 2);
          const value = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
          return { kind: value("event") ?? "message", data: value("data") ?? "" };
        }
        const { value, done } = await reader.read();
        if (done) return { kind: "end", data: "" };
        text += value;
      }
    },
    close: () => reader.cancel(),
  };
}
