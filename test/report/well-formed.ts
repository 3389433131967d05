/**
 * A check of markup that renderers write.
 */
import { expect } from "vitest";

/** Checks that tags are nested and closed, attributes quoted and ampersands escaped. */
export function expectWellFormed(markup: string): void {
  const open: string[] = [];
  for (const [, close, name, attributes, empty] of markup.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/g,
  )) {
    if (close) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name!);
    expect(attributes ?? "").not.toMatch(/&(?!\w+;|#\d+;)/);
  }
  expect(open).toEqual([]);
  const rest = markup.replaceAll(/<\/?[a-zA-Z][\w-]*(?:\s+[\w:-]+(?:="[^"<]*")?)*\s*\/?>/g, "");
  expect(rest).not.toContain("<");
}
