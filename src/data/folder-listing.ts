/**
 * The files of an image folder in ImageNet's layout: `train/CLASS/…` and `val/CLASS/…` or `test/CLASS/…`.
 *
 * Classes are the folders inside `train`, in the order of their names; images are the files below them that end in .jpg,
 * .jpeg, .png or .webp, linked folders included. Files and folders whose names begin with a dot are passed over. Where `test`
 * has no folder for a class of `train`, or is absent, `val` is the test set: validation is split off `train`.
 */

import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { explainFileError } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import { checkRegular } from "../core/regular-file.ts";

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
  /** The folder `test`, where it is there but `val` is taken in its place; else null. */
  readonly passedOver: string | null;
}

const layout = "An image folder needs train/CLASS/*.jpg (png, webp) and val/CLASS/… or test/CLASS/… .";

/**
 * Lists a folder. Errors: `folder-missing`, `folder-no-train`, `folder-no-test`, `folder-empty-class`, `folder-extra-class`,
 * `folder-same-class`; `not-a-file` for a pipe or device that is named like an image.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  if (!(await isFolder(folder)))
    throw new LabError(
      "folder-missing",
      `Images were looked for in ${printable(folder)}, but there is no such folder. Check the path.`,
      { folder },
    );
  const train = await classFolders(join(folder, "train"));
  if (train.size === 0)
    throw new LabError(
      "folder-no-train",
      `Images were looked for in ${printable(folder)}, but it has no folder train with a folder for each class. ${layout}`,
      { folder },
    );
  const classes = [...train.keys()];
  const { path, found, passedOver } = await testFolder(folder, train);
  const extra = [...found.keys()].filter((name) => !train.has(name));
  if (extra.length > 0)
    throw new LabError(
      "folder-extra-class",
      `Every class needs images to train on, but ${listed(extra)} of ${printable(path)} ${extra.length === 1 ? "has" : "have"} no folder in ` +
        `${printable(join(folder, "train"))}. Add them there or take them out.`,
      { folder, extra },
    );
  return { classes, train: await imagesOf(train, classes), test: await imagesOf(found, classes), passedOver };
}

/** SHA-256 over `rule` (how images are made of files) and relative paths, sizes and contents of the files, by path, hex. */
export async function fingerprintOfFiles(folder: string, files: readonly string[], rule: string): Promise<string> {
  const whole = createHash("sha256").update(`${rule}\n`);
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
      throw explainFileError(error, `read ${printable(file)}`);
    }
    whole.update(`${name}\n${size}\n${content.digest("hex")}\n`);
  }
  return whole.digest("hex");
}

/** The first five of some names, printable, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `${names.slice(0, 5).map(printable).join(", ")}${more}`;
}

/** Folders of classes by name, in the order of the names. */
type ClassFolders = ReadonlyMap<string, string>;

/** The first of `test` and `val` that has a folder for a class; where neither has, the first that has folders, to be refused. */
async function testFolder(
  folder: string,
  train: ClassFolders,
): Promise<{ readonly path: string; readonly found: ClassFolders; readonly passedOver: string | null }> {
  const paths = ["test", "val"].map((name) => join(folder, name));
  const parts = await Promise.all(paths.map(async (path) => ({ path, found: await classFolders(path) })));
  const usable = parts.find(({ found }) => [...found.keys()].some((name) => train.has(name)));
  const chosen = usable ?? parts.find(({ found }) => found.size > 0);
  if (chosen === undefined)
    throw new LabError(
      "folder-no-test",
      `Images to test on were looked for in ${printable(folder)}, but it has no folder val or test with a folder for each class. ${layout}`,
      { folder },
    );
  const [first] = parts;
  return { ...chosen, passedOver: first!.path !== chosen.path && (await isFolder(first!.path)) ? first!.path : null };
}

async function imagesOf(folders: ClassFolders, classes: readonly string[]): Promise<readonly ListedImage[]> {
  const images: ListedImage[] = [];
  for (const [name, folder] of folders) {
    const files = (await imageFiles(folder, [])).sort();
    if (files.length === 0)
      throw new LabError(
        "folder-empty-class",
        `Every class folder needs images, but ${printable(folder)} has no file that ends in .jpg, .jpeg, .png or .webp. ` +
          "Add some or remove the folder.",
        { folder },
      );
    const label = classes.indexOf(name);
    for (const file of files) images.push({ file, label });
  }
  return images;
}

/** Image files below a folder; what is linked counts as if it lay there. `above`: real paths that lead to the folder, to end circles. */
async function imageFiles(folder: string, above: readonly string[]): Promise<string[]> {
  const real = await realpath(folder);
  if (above.includes(real)) return [];
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    const isLink = entry.isSymbolicLink();
    if (entry.isDirectory() || (isLink && (await isFolder(path)))) {
      for (const file of await imageFiles(path, [...above, real])) files.push(file);
    } else if (/\.(jpe?g|png|webp)$/i.test(entry.name)) {
      if (!entry.isFile()) checkRegular(await statOf(path), `read ${path}`);
      files.push(path);
    }
  }
  return files;
}

async function statOf(path: string): Promise<Stats> {
  return stat(path).catch((error: unknown) => {
    throw explainFileError(error, `read ${printable(path)}`);
  });
}

/** Names are compared in Unicode's composed form: systems differ in how they write an accent. Errors: `folder-same-class`. */
async function classFolders(part: string): Promise<ClassFolders> {
  if (!(await isFolder(part))) return new Map();
  const found = new Map<string, string>();
  for (const name of await readdir(part)) {
    const path = join(part, name);
    if (name.startsWith(".") || !(await isFolder(path))) continue;
    const composed = name.normalize("NFC");
    if (found.has(composed))
      throw new LabError(
        "folder-same-class",
        `Every class has one folder, but ${printable(part)} has two named ${printable(composed)}, which differ only in how Unicode writes them. ` +
          "Put their images into one.",
        { folder: part, name: composed },
      );
    found.set(composed, path);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
