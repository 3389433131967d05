/**
 * The files of an image folder in ImageNet's layout: `train/CLASS/…` and `val/CLASS/…` or `test/CLASS/…`.
 *
 * Classes are the folders inside `train`, in the order of their names; images are the files below them that end in .jpg,
 * .jpeg, .png or .webp. Where `test` has no class folders, or is absent, `val` is the test set: validation is split off `train`.
 */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { explainFileError } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";

/** An image file and its class. */
export interface ListedImage {
  readonly file: string;
  readonly label: number;
}

/** What a folder holds. */
export interface FolderListing {
  readonly classes: readonly string[];
  readonly train: readonly ListedImage[];
  readonly test: readonly ListedImage[];
}

const layout = "An image folder needs train/CLASS/*.jpg (png, webp) and val/CLASS/… or test/CLASS/… .";

/**
 * Lists a folder. Errors: `folder-missing`, `folder-no-train`, `folder-no-test`, `folder-empty-class`, `folder-extra-class`.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  if (!(await isFolder(folder)))
    throw new LabError(
      "folder-missing",
      `Images were looked for in ${folder}, but there is no such folder. Check the path.`,
      {
        folder,
      },
    );
  const train = join(folder, "train");
  const classes = await foldersIn(train);
  if (classes.length === 0)
    throw new LabError(
      "folder-no-train",
      `Images were looked for in ${folder}, but it has no folder train with a folder for each class. ${layout}`,
      { folder },
    );
  const { path: test, found } = await testFolder(folder);
  const extra = found.filter((name) => !classes.includes(name));
  if (extra.length > 0)
    throw new LabError(
      "folder-extra-class",
      `Every class needs images to train on, but ${listed(extra)} of ${test} ${extra.length === 1 ? "has" : "have"} no folder in ${train}. ` +
        "Add them there or take them out.",
      { folder, extra },
    );
  return { classes, train: await imagesOf(train, classes, classes), test: await imagesOf(test, found, classes) };
}

/** SHA-256 over relative paths, sizes and contents of the files, by path, hex. */
export async function fingerprintOfFiles(folder: string, files: readonly string[]): Promise<string> {
  const whole = createHash("sha256");
  const named = files.map((file) => ({ file, name: relative(folder, file).split(sep).join("/") }));
  for (const { file, name } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const content = createHash("sha256");
    let size = 0;
    try {
      for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
        content.update(chunk);
        size += chunk.length;
      }
    } catch (error) {
      throw explainFileError(error, `read ${file}`);
    }
    whole.update(`${name}\n${size}\n${content.digest("hex")}\n`);
  }
  return whole.digest("hex");
}

/** The first five of some names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `${names.slice(0, 5).join(", ")}${more}`;
}

async function testFolder(folder: string): Promise<{ readonly path: string; readonly found: readonly string[] }> {
  for (const name of ["test", "val"]) {
    const path = join(folder, name);
    const found = await foldersIn(path);
    if (found.length > 0) return { path, found };
  }
  throw new LabError(
    "folder-no-test",
    `Images to test on were looked for in ${folder}, but it has no folder val or test with a folder for each class. ${layout}`,
    { folder },
  );
}

async function imagesOf(
  part: string,
  folders: readonly string[],
  classes: readonly string[],
): Promise<readonly ListedImage[]> {
  const images: ListedImage[] = [];
  for (const name of folders) {
    const files = await imageFiles(join(part, name));
    if (files.length === 0)
      throw new LabError(
        "folder-empty-class",
        `Every class folder needs images, but ${join(part, name)} has no file that ends in .jpg, .jpeg, .png or .webp. ` +
          "Add some or remove the folder.",
        { folder: join(part, name) },
      );
    const label = classes.indexOf(name);
    for (const file of files) images.push({ file, label });
  }
  return images;
}

async function imageFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory() && /^[^.].*\.(jpe?g|png|webp)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  if (!(await isFolder(folder))) return [];
  const names = (await readdir(folder)).filter((name) => !name.startsWith("."));
  const are = await Promise.all(names.map((name) => isFolder(join(folder, name))));
  return names.filter((_, i) => are[i]).sort();
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
