/**
 * The real tasks of the truth, in the order of their worth: what each changes in the study `bench/proxies/truth.yaml`.
 *
 * There is none of text, for trials train on images alone.
 */

/** A real task. */
export interface RealTask {
  readonly name: string;
  readonly about: string;
  /** As `lionlab compare --set` takes them. */
  readonly set: readonly string[];
}

/** The cheapest that says something first, so that a truth that was stopped is of use. */
export const realTasks: readonly RealTask[] = [
  {
    name: "fashion-cnn-20000",
    about: "fashion-cnn on 20,000 images, two epochs, ten seeds: forty minutes on two idle cores",
    set: ["evaluation.seeds=10"],
  },
  {
    name: "fashion-cnn",
    about: "fashion-cnn on all images, two epochs: fifty minutes",
    set: ["data.limitTrain=null"],
  },
  {
    name: "cifar-cnn-10000",
    about: "cifar-cnn on 10,000 images of CIFAR-10, three epochs: three hours",
    set: ["data.name=cifar-10", "data.limitTrain=10000", "model=cifar-cnn", "training.epochs=3"],
  },
  {
    name: "vit-ti-8",
    about: "ViT-Ti/8 on 5,000 images of Fashion-MNIST at 32 × 32, three epochs: four hours",
    set: ["data.size=32", "data.channels=3", "data.limitTrain=5000", "model=vit-ti-8", "training.epochs=3"],
  },
];
