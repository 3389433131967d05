/** Names of files that the page makes. */

/** Longest part of a name, in characters. */
const longest = 60;

/** Names that Windows keeps for itself. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** `study-chart.svg`: of both texts the letters and digits, in lower case, with a dash between their words; nothing else can be in it. */
export function fileNameOf({
  of,
  title,
  extension,
}: {
  readonly of: string;
  readonly title: string;
  readonly extension: string;
}): string {
  const name = [of, title].map(plainPart).filter(Boolean).join("-") || "figure";
  return `${reserved.test(name) ? `figure-${name}` : name}.${extension}`;
}

function plainPart(text: string): string {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return [...words.join("-")].slice(0, longest).join("").replace(/-+$/, "");
}
