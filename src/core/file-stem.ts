/**
 * Names of files without their folders and endings, of paths of any system, where there may be no files at all.
 */

/** `problems/box.yaml` → `box`; what begins with a point, as `.yaml`, has no ending. */
export function fileStem(path: string): string {
  const name = path.split(/[/\\]/).findLast((part) => part !== "") ?? "";
  return name.replace(/(?<=.)\.[^.]*$/, "");
}
