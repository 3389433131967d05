/**
 * A folder with a PostgreSQL installation for tests: its programs, and a cluster that was made once, of which each server gets a copy.
 *
 * The folder and every server in it are gone when the process that made it ends, however it ends: a shell waits for the end of its input,
 * which the system closes.
 */
import { execFile, spawn } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Binaries, noBinaries, prepareBinaries } from "./binaries.ts";
import { goneAtTheEnd } from "./gone-at-the-end.ts";

const run = promisify(execFile);

/** Plain data, so that other processes start servers of it. */
export interface Installation extends Binaries {
  readonly folder: string;
  /** A cluster that no server has used. */
  readonly template: string;
  /** Whom servers run as, where we are root, whom the server refuses; null: as we are. */
  readonly uid: number | null;
}

/** The superuser of every server, and its password. */
export const superuser = { user: "lion", password: "pa55 w0rd/of:tests@%" } as const;

const nobody = 65534;

/** Makes an installation. `remove` ends its servers and removes it. Throws a sentence where there is no server to be had. */
export async function install(): Promise<{ readonly installation: Installation; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "lionlab-postgres-"));
  const removal = removedAtTheEnd(folder);
  try {
    await chmod(folder, 0o755);
    const binaries = await prepareBinaries(join(folder, "programs"));
    if (binaries === null) throw new Error(noBinaries);
    const uid = process.getuid?.() === 0 ? nobody : null;
    const installation = { ...binaries, folder, template: join(folder, "template"), uid };
    await makeCluster(installation);
    return { installation, remove: removal };
  } catch (error) {
    await removal();
    throw error;
  }
}

/** How a program of the installation is run. */
export function programOptions({ libraries, uid, folder }: Installation): {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
} {
  const env = libraries === null ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
  return { cwd: folder, env: { ...env, TZ: "UTC" }, ...(uid === null ? {} : { uid, gid: uid }) };
}

/** A folder for a cluster, which nobody but its server may read. */
export async function clusterFolder({ uid }: Installation, path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  if (uid !== null) await chown(path, uid, uid);
}

async function makeCluster(installation: Installation): Promise<void> {
  const { folder, template, bin } = installation;
  await clusterFolder(installation, template);
  const password = join(folder, "password");
  await writeFile(password, superuser.password);
  const args = ["--pgdata", template, "--username", superuser.user, "--pwfile", password, "--auth", "scram-sha-256"];
  await run(
    join(bin, "initdb"),
    [...args, "--encoding", "UTF8", "--locale", "C", "--no-sync"],
    programOptions(installation),
  );
  await rm(password);
}

/** Runs the script on a folder; it is done when this process is no more, or when the function that is returned was called. */
function removedAtTheEnd(folder: string): () => Promise<void> {
  const guard = spawn("sh", goneAtTheEnd(folder), { stdio: ["pipe", "ignore", "ignore"], detached: true });
  const gone = new Promise<void>((resolve) => guard.once("exit", () => resolve()));
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return () => {
    guard.ref();
    guard.stdin.end();
    return gone;
  };
}
