/** The scheme of an address such as `s3://BUCKET`, in small letters; null for what has none, such as a path. */
export function schemeOf(address: string): string | null {
  return /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1]?.toLowerCase() ?? null;
}
