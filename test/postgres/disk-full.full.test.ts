/** The disk of a server is full in a study: the run ends with a sentence, nothing that was recorded is lost, and with room again the same command goes on. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { coordinate, dumpAt, dumpOf, fakeStudy, temporaryFolder } from "../study/harness.ts";
import { asSuperuser, postgres } from "./database.ts";
import type { Installation } from "./installation.ts";
import { startServer } from "./server.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());
const study = fakeStudy(
  Array.from({ length: 40 }, (_, i) => 0.1 * (i + 1)),
  { epochs: 4 },
);

/** What keeps this machine from giving a process a small disk of its own; null where nothing does. */
function noSmallDisk(): string | null {
  const { status, error, stderr } = spawnSync("unshare", [...own, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], {
    encoding: "utf8",
  });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

const isRoot = process.getuid?.() === 0;
const own = isRoot ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
const reason = process.platform === "linux" ? noSmallDisk() : "mounts of one process are Linux's";
if (reason !== null) console.warn(`Skipped: a server on a disk that is full, for ${reason}`);

/** An installation whose server moves its files to a disk of its own, of so many megabytes, which is gone with it. */
function onSmallDisk(installation: Installation, megabytes: number): Installation {
  const bin = join(folder.path, "bin");
  mkdirSync(bin);
  chmodSync(folder.path, 0o755);
  const user = isRoot ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "unshare --user --map-user=65534";
  const inside = [
    'small="$(mktemp -d)"',
    `mount -t tmpfs -o size=${megabytes}m,mode=0700 tmpfs "$small"`,
    'cp -a "$1/." "$small/"',
    isRoot ? 'chown 65534:65534 "$small"' : "true",
    'mount --bind "$small" "$1"',
    `cd / && exec ${user} ${join(installation.bin, "postgres")} -D "$1"`,
  ].join(" && ");
  writeFileSync(join(bin, "postgres"), `#!/bin/sh\nexec unshare ${own.join(" ")} sh -c '${inside}' sh "$2"\n`, {
    mode: 0o755,
  });
  return { ...installation, bin, uid: isRoot ? null : installation.uid };
}

describe.skipIf(postgres === null || reason !== null)("a server whose disk is full", () => {
  test("ends a run with a sentence, and has lost nothing when there is room again", async () => {
    const plain = join(folder.path, "plain");
    await coordinate({ folder: plain, study, workers: 2 }).ended;
    const server = await startServer(onSmallDisk(postgres!.installation, 192), {
      max_wal_size: "32MB",
      min_wal_size: "32MB",
    });
    try {
      const order = { folder: join(folder.path, "served"), study, workers: 2, storage: server.url() };
      const run = coordinate(order);
      await run.seen(({ event }) => event?.kind === "checkpoint");
      run.process.kill("SIGSTOP"); // it writes on when the disk is full
      // of a table that is not logged, so that what is full is where tables lie
      await asSuperuser("CREATE UNLOGGED TABLE junk (bytes text)", server.url());
      await asSuperuser("ALTER TABLE junk ALTER bytes SET STORAGE PLAIN", server.url());
      for (const rows of [1000, 100, 10, 1])
        for (let full = false; !full; )
          await asSuperuser(
            `INSERT INTO junk SELECT repeat('x', 7000) FROM generate_series(1, ${rows})`,
            server.url(),
          ).catch((error: { code: string }) => {
            expect(error.code).toBe("53100");
            full = true;
          });
      run.process.kill("SIGCONT");
      const last = (await run.ended).at(-1);
      expect(last).toMatchObject({ kind: "error", code: "disk-full" });
      expect(last?.message).toMatch(/disk .* full/);
      const before = (await dumpAt(order.storage)).split("\n");
      await asSuperuser("DROP TABLE junk", server.url());
      expect((await coordinate(order).ended).at(-1)).toMatchObject({ kind: "ended", progress: { failed: 0 } });
      const after = await dumpAt(order.storage);
      expect(after).toBe(await dumpOf(plain));
      expect(before.length).toBeGreaterThan(1);
    } finally {
      await server.close();
    }
  });
});
