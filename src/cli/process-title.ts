/**
 * What other users of the machine see of the command line: `ps` shows it to everybody.
 */
import { withoutPasswords } from "../records/postgres/secrets.ts";

/** Shows the words without the passwords in them, where there are any; for the moment before, nothing helps but giving them elsewhere. */
export function hidePasswords(argv: readonly string[]): void {
  const words = argv.map(withoutPasswords);
  if (words.some((word, i) => word !== argv[i])) process.title = ["lionlab", ...words].join(" ");
}
