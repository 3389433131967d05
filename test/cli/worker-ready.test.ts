/** What a container's probes see of a worker: a file that is there while the server hears of it. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { newDatabase, postgres } from "../postgres/database.ts";
import { ProxyToServer } from "../postgres/proxy.ts";
import { runCli, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

describe.skipIf(postgres === null)("lionlab worker --ready-file", () => {
  it("keeps the file while the server hears of it, and at no other time", async () => {
    const url = new URL(await newDatabase());
    const proxy = await ProxyToServer.to({ host: url.hostname, port: Number(url.port) });
    const [ready, secret] = [join(folder.path, "ready"), join(folder.path, "password")];
    writeFileSync(ready, "of one that was killed");
    writeFileSync(secret, `${decodeURIComponent(url.password)}\n`);
    const storage = new URL(proxy.through(url.href));
    storage.password = "";
    const worker = startCli(["worker", "--storage", storage.href, "--slots", "1", "--ready-file", ready], {
      cwd: folder.path,
      env: { PGPASSWORD_FILE: secret },
    });
    const isThere = (there: boolean): Promise<void> =>
      expect.poll(() => existsSync(ready), { timeout: 120_000 }).toBe(there);
    await worker.seen("takes work from");
    await isThere(true);
    proxy.cut();
    await worker.seen("waiting for it, at most 10 minutes");
    await isThere(false);
    proxy.mend();
    await isThere(true);
    worker.child.kill("SIGTERM");
    const { code, err } = await worker.ended;
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    expect(existsSync(ready)).toBe(false);
    await proxy.close();
  });

  it("is refused a place where no file can be, before anything else", async () => {
    mkdirSync(join(folder.path, "a-folder"));
    for (const place of ["a-folder", "none/ready"]) {
      const { code, err } = await runCli(
        ["worker", "--storage", "postgresql://a@127.0.0.1:1/b", "--ready-file", place],
        {
          cwd: folder.path,
        },
      );
      expect([code, err]).toEqual([
        2,
        expect.stringMatching(/^lionlab: Cannot keep .* \(E[A-Z]+\), which says whether this worker is ready: .*\.\n$/),
      ]);
    }
  });
});
