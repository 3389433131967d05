/** A small data set for the examples, made here: grey images of lying stripes, standing stripes and squares, with noise. */
import { ownDataset } from "lionlab";

const side = 20;
const classes = ["lying", "standing", "squares"];

/** A reproducible stream of numbers in 0..1. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** So many images of each class in turn. */
function images(count, seed) {
  const random = randomNumbers(seed);
  const bytes = new Uint8Array(count * side * side);
  const labels = Array.from({ length: count }, (_, i) => i % classes.length);
  for (const [i, label] of labels.entries()) {
    const [across, down, width] = [random() * 4, random() * 4, 2 + random()].map(Math.floor);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const lying = Math.floor((y + down) / width) % 2 === 0;
        const standing = Math.floor((x + across) / width) % 2 === 0;
        const bright = [lying, standing, lying !== standing][label];
        bytes[(i * side + y) * side + x] = (bright ? 150 : 60) + Math.floor(random() * 100);
      }
    }
  }
  return { images: bytes, labels };
}

/** The data set, with that many images to train and validate on. */
export function stripes(count) {
  const train = images(count, 1);
  return ownDataset({ name: "stripes", shape: [1, side, side], classes, train, test: images(300, 2) });
}

/** Some of its images as a model is asked about them: numbers in 0..1, and what they are of. */
export function someStripes(count, seed) {
  const { images: bytes, labels } = images(count, seed);
  return {
    batch: { shape: [count, 1, side, side], data: Float32Array.from(bytes, (byte) => byte / 255) },
    names: labels.map((label) => classes[label]),
  };
}
