// Loaded before a process of a test (node --import): its time of day is CLOCK_HOURS ahead of the machine's, or behind it where that is negative.
const shift = Number(process.env.CLOCK_HOURS) * 3_600_000;
const { now } = Date;
globalThis.Date = class extends Date {
  constructor(...words) {
    super(...(words.length === 0 ? [now() + shift] : words));
  }

  static now() {
    return now() + shift;
  }
};
