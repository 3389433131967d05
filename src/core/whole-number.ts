/** Whole numbers as people read them. */

/**
 * The nearest whole number with a comma between each three digits: 12345.6 → "12,346". Digits are grouped here: the first call of
 * `toLocaleString` loads the tables of every language, which takes longer than the rest of a short command's work.
 */
export function wholeText(value: number): string {
  const whole = Math.round(value);
  if (!Number.isSafeInteger(whole)) return whole.toLocaleString("en-US");
  return String(whole).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
