/**
 * Passwords in addresses, taken out of texts that are kept or shown: commands in records, titles of processes.
 */

/** The text with the password of every PostgreSQL address in it left out; up to the last @ before a space, for an @ may be part of a password. */
export function withoutPasswords(text: string): string {
  return text.replace(/(postgres(?:ql)?:\/\/[^\s:/?#@'"]*):[^\s'"]*@/gi, "$1@");
}
