/** Numbers as people write them: decimal, with an exponent where they like. */

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A finite number in decimal notation, or null. What JavaScript's own conversion takes besides is no number that a person means: `0x10`, `0b1`,
 * `Infinity`, or nothing at all.
 */
export function decimalOf(text: string): number | null {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** YAML's tags without its hexadecimal and octal numbers, which are text then, and so refused where a number is needed. */
export function decimalTags<T>(tags: readonly T[]): T[] {
  return tags.filter((tag) => !["HEX", "OCT"].includes((tag as { readonly format?: string }).format ?? ""));
}
