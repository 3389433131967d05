/**
 * CIFAR-100: 60,000 colour images of 32 × 32 pixels in a hundred classes, split by its authors.
 *
 * The labels are the fine ones; the twenty superclasses are not read. Source: Krizhevsky 2009. Licence: none stated by the
 * publisher. Splits: 50,000 train, 10,000 test.
 */
import { type CifarLayout, cifarShape, readCifar, readCifarTest } from "./cifar.ts";
import type { Dataset } from "./dataset.ts";

const classes = `
  apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can
  castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin
  elephant flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster
  man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck
  pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk
  skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger
  tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm
`
  .trim()
  .split(/\s+/);

const layout: CifarLayout = { labels: 2, classes: classes.length, trainFiles: ["train.bin"], testFiles: ["test.bin"] };

/** The dataset's record. `read` accepts any number of images. */
export const cifar100: Dataset = {
  name: "cifar-100",
  title: "CIFAR-100",
  summary: "Colour 32 × 32 images of things and creatures in a hundred classes, 50,000 to train and 10,000 to test",
  source:
    "Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images; https://www.cs.toronto.edu/~kriz/cifar.html",
  licence: "none stated",
  shape: cifarShape,
  classes,
  counts: { train: 50_000, test: 10_000 },
  files: [
    {
      name: "cifar-100-binary.tar.gz",
      pins: "file",
      sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
    },
  ],
  unpacked: { folder: "cifar-100-binary", files: [...layout.trainFiles, ...layout.testFiles] },
  addresses: ["https://www.cs.toronto.edu/~kriz/"],
  debian: null,
  read: (folder) => readCifar(cifar100, layout, folder),
  readTest: (folder) => readCifarTest(cifar100, layout, folder),
};
