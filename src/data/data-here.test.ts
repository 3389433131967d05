import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lackOfData } from "./data-here.ts";
import { fingerprintOfFolder } from "./image-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-data-here-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files that are named like pictures, as no checksum needs more. */
function writeBirds(path: string): string {
  for (const part of ["train", "val"]) {
    for (const name of ["owl", "wren"]) {
      mkdirSync(join(path, part, name), { recursive: true });
      writeFileSync(join(path, part, name, "1.png"), `${part} ${name}`);
    }
  }
  return path;
}

describe("own images that a trial needs", () => {
  const env = {};
  test("are found by the name of their folder inside the one that was named, or as that one", async () => {
    const fingerprint = await fingerprintOfFolder(writeBirds(join(folder, "home", "birds")));
    cpSync(join(folder, "home", "birds"), join(folder, "worker", "birds"), { recursive: true });
    const need = { name: "folder", fingerprint, folder: "birds" };
    for (const dataDir of [join(folder, "worker"), join(folder, "worker", "birds")])
      expect(await lackOfData(need, { dataDir, env })).toBeNull();
    expect(await lackOfData(need, { env: { LIONLAB_DATA: join(folder, "worker") } })).toBeNull();
  });

  test("are lacking where no folder was named, where it has others, and where there is none", async () => {
    const place = writeBirds(join(folder, "others", "birds"));
    const found = await fingerprintOfFolder(place);
    const need = { name: "folder", fingerprint: "a".repeat(64), folder: "birds" };
    expect(await lackOfData(need, { env })).toBe(
      "The folder of images birds is needed, and its place on this machine is not known: name the folder that it lies in, with --data DIR.",
    );
    expect(await lackOfData(need, { dataDir: join(folder, "others"), env })).toBe(
      `The folder of images birds in ${place} has the checksum ${found.slice(0, 12)}…, and aaaaaaaaaaaa… is needed: name a folder that holds it, with --data DIR.`,
    );
    await expect(lackOfData(need, { dataDir: join(folder, "nowhere"), env })).rejects.toMatchObject({
      code: "folder-missing",
    });
  });
});
