/**
 * A bundle: a run as one archive, to keep beside a paper or to hand on, from which others see and verify it.
 *
 *   NAME/README.txt       what this is
 *   NAME/manifest.json    study, versions of what bundled it, number of trials
 *   NAME/study.json       the study's configuration and command
 *   NAME/trials.jsonl     every record, one trial a line
 *   NAME/report/          its report
 *   NAME/SHA256SUMS       checksums of all of these, as sha256sum -c reads them
 *
 * The same records give the same archive: entries in order, dates of 1970, no names of people.
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { RunReading } from "../formats/format.ts";
import { jsonl } from "../formats/jsonl.ts";
import { filePart } from "../formats/trial-names.ts";
import { writeReport } from "../report/write.ts";
import { type Versions, versionsHere } from "./circumstances.ts";

/** Version of the archive's form. */
export const bundleVersion = 1;

/** What an archive says of itself. */
export interface BundleManifest {
  readonly bundleVersion: number;
  readonly study: string;
  readonly trials: number;
  /** Of what bundled it, which is mostly what computed it. */
  readonly versions: Versions;
}

/** Files of an archive, below its folder. */
export const bundleFiles = {
  manifest: "manifest.json",
  study: "study.json",
  trials: "trials.jsonl",
  sums: "SHA256SUMS",
} as const;

/** Writes the archive of a run to `place`, which does not exist yet. Errors: those of the file system and of the store. */
export async function writeBundle(run: RunReading, place: string): Promise<void> {
  const folder = await mkdtemp(join(dirname(place), ".bundle-"));
  try {
    await writeContents(run, folder);
    await pack(folder, { place, root: filePart(run.study.name) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeContents(run: RunReading, folder: string): Promise<void> {
  const { study, heads } = run;
  const manifest: BundleManifest = { bundleVersion, study: study.name, trials: heads.length, versions: versionsHere() };
  await writeFile(join(folder, "README.txt"), readme(run));
  await writeFile(join(folder, bundleFiles.manifest), jsonText(manifest));
  await writeFile(
    join(folder, bundleFiles.study),
    jsonText({ name: study.name, command: study.command, config: study.config }),
  );
  await jsonl.write(run, join(folder, bundleFiles.trials));
  await mkdir(join(folder, "report"));
  await writeReport(await run.report(), join(folder, "report"));
  const names = await filesOf(folder);
  const sums = [];
  for (const name of names) sums.push(`${await sha256Of(join(folder, name))}  ${name}\n`);
  await writeFile(join(folder, bundleFiles.sums), sums.join(""));
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readme({ study }: RunReading): string {
  return `A run of Lionlab: ${JSON.stringify(study.name)}.

report/report.html   what was found; opens offline
trials.jsonl         every record, one trial a line
study.json           the configuration, and the command that made it
SHA256SUMS           checksums: sha256sum -c SHA256SUMS

To train its cheapest trial again and compare every number: npx lionlab verify ARCHIVE
`;
}

/** The files below a folder by their paths with slashes, in order. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return files.map((path) => path.replaceAll(sep, "/")).sort();
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function pack(folder: string, { place, root }: { readonly place: string; readonly root: string }): Promise<void> {
  const { packTar } = await import("modern-tar/fs");
  const plain = { mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "", mode: 0o644 };
  const sources = [];
  for (const name of await filesOf(folder)) {
    const path = join(folder, name);
    const { size } = await stat(path);
    const content = Readable.from(lazily(path));
    sources.push({ type: "stream" as const, content, size, target: `${root}/${name}`, ...plain });
  }
  await pipeline(packTar(sources), createGzip({ level: 6 }), createWriteStream(place));
}

/** A file's bytes, opened when they are asked for. */
async function* lazily(path: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path)) yield chunk as Buffer;
}
