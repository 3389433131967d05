/**
 * An archive of ours with other contents, as somebody might make it.
 */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { packTar, unpackTar } from "modern-tar";

/** Files by their paths below the archive's folder. */
export type ArchiveFiles = Map<string, string>;

/** The files of an archive. */
export async function archiveFiles(archive: Uint8Array): Promise<ArchiveFiles> {
  const entries = await unpackTar(gunzipSync(archive));
  return new Map(
    entries.map(({ header, data }) => [header.name.replace(/^[^/]*\//, ""), Buffer.from(data!).toString("latin1")]),
  );
}

/** The archive with its files changed; `resummed`: with checksums that fit. */
export async function repacked(
  archive: Uint8Array,
  change: (files: ArchiveFiles) => void,
  { resummed = false }: { readonly resummed?: boolean } = {},
): Promise<Uint8Array> {
  const files = await archiveFiles(archive);
  change(files);
  if (resummed) {
    files.delete("SHA256SUMS");
    const sums = [...files].map(([name, text]) => `${sumOf(text)}  ${name}\n`);
    files.set("SHA256SUMS", sums.join(""));
  }
  const entries = [...files].map(([name, text]) => {
    const body = Buffer.from(text, "latin1");
    return { header: { name: `run/${name}`, size: body.length, type: "file" as const }, body };
  });
  return gzipSync(await packTar(entries));
}

/** SHA-256 of a file's bytes. */
export function sumOf(text: string): string {
  return createHash("sha256").update(Buffer.from(text, "latin1")).digest("hex");
}
