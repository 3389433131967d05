/**
 * Pretrained weights that `lionlab weights fetch` knows: names, models and their publishers' addresses.
 *
 * Only files that are read here: safetensors and Google's npz. A checksum stands where it is known for certain, which is nowhere
 * so far: whoever fetches gives the one that the publisher's page shows, so that what lands is always what was meant. torchvision's
 * file names carry the first 8 digits of their SHA-256, but name `.pth` files, pickled objects that are not read here.
 */

/** Weights that can be fetched. */
export interface PublishedWeights {
  readonly name: string;
  /** The model that they fit. */
  readonly model: string;
  readonly summary: string;
  readonly url: string;
  /** Page of the publisher that shows the file's SHA-256; null where none does. */
  readonly page: string | null;
  /** Bytes of the file, about; null where unknown. */
  readonly bytes: number | null;
  /** 64 hex digits, null where the publisher's is not known for certain. */
  readonly sha256: string | null;
}

const google = "https://storage.googleapis.com/vit_models";
const hub = (name: string): string => `https://huggingface.co/timm/${name}/resolve/main/model.safetensors`;

/** All of them, by model. */
export const catalogue: readonly PublishedWeights[] = [
  published("resnet-18-a1", "resnet-18", "ImageNet-1k, timm's recipe A1", hub("resnet18.a1_in1k"), 46_800_000),
  published("resnet-18-tv", "resnet-18", "ImageNet-1k, torchvision's", hub("resnet18.tv_in1k"), 46_800_000),
  published("resnet-50-a1", "resnet-50", "ImageNet-1k, timm's recipe A1", hub("resnet50.a1_in1k"), 102_500_000),
  published("resnet-50-tv", "resnet-50", "ImageNet-1k, torchvision's", hub("resnet50.tv_in1k"), 102_500_000),
  published(
    "efficientnet-v2-s-21k",
    "efficientnet-v2-s",
    "ImageNet-21k",
    hub("tf_efficientnetv2_s.in21k"),
    190_000_000,
  ),
  published("efficientnet-v2-s-1k", "efficientnet-v2-s", "ImageNet-1k", hub("tf_efficientnetv2_s.in1k"), 86_500_000),
  published("vit-ti-16-21k", "vit-ti-16", "ImageNet-21k, AugReg", augreg("Ti_16", "aug_none-wd_0.03"), null),
  published("vit-s-16-21k", "vit-s-16", "ImageNet-21k, AugReg", augreg("S_16", "aug_light1-wd_0.03"), null),
  published("vit-b-16-21k", "vit-b-16", "ImageNet-21k, AugReg", augreg("B_16", "aug_medium1-wd_0.1"), null),
  published("vit-b-32-21k", "vit-b-32", "ImageNet-21k, AugReg", augreg("B_32", "aug_medium1-wd_0.03"), null),
  published("vit-b-16-orig-21k", "vit-b-16", "ImageNet-21k, first release", `${google}/imagenet21k/ViT-B_16.npz`, null),
  published("vit-b-32-orig-21k", "vit-b-32", "ImageNet-21k, first release", `${google}/imagenet21k/ViT-B_32.npz`, null),
  published(
    "mixer-b-16-21k",
    "mixer-b-16",
    "ImageNet-21k",
    "https://storage.googleapis.com/mixer_models/imagenet21k/Mixer-B_16.npz",
    null,
  ),
];

function published(...[name, model, summary, url, bytes]: [string, string, string, string, number | null]) {
  const page = url.startsWith("https://huggingface.co/") ? url.replace("/resolve/", "/blob/") : null;
  return { name, model, summary, url, page, bytes, sha256: null };
}

/** AugReg checkpoints of 300 epochs at rate 0.001 without dropout. Source: Steiner et al. 2021, arXiv:2106.10270. */
function augreg(size: string, recipe: string): string {
  return `${google}/augreg/${size}-i21k-300ep-lr_0.001-${recipe}-do_0.0-sd_0.0.npz`;
}
