/**
 * The study file that `lionlab new` writes: a fair small comparison that runs as it stands, with what people change first.
 */

/** A study file of this name, with comments. It reads without a mistake whatever the name, see `studySchema`. */
export function newStudyText(name: string): string {
  return `# A study: what is compared. Run it with: npx lionlab compare ${name}.yaml
# All settings: docs/study-files.md. What it would run, and for how long: npx lionlab plan ${name}.yaml
name: ${name}                # names the folder of its records and report, runs/${name}
data:
  name: fashion-mnist            # npx lionlab data lists the others; { name: folder, path: ./images } takes your own
  limitTrain: 12000              # training images; leave out for all of them
  validation: 0.2                # share held out to choose rates and epochs; the test set is read once, at the end
model: fashion-cnn               # npx lionlab models lists the others
training:
  epochs: 5
  batchSize: 128
  schedule: { kind: cosine, warmupSteps: 0 }   # or constant, linear, exponential, step
optimizers:                      # npx lionlab optimizers lists them; a program file of yours works too: ./my-optimizer.txt
  # Lion's suitable rates are about a tenth of AdamW's, and its decay ten times as large: their product acts.
  - { name: lion, lr: [0.0001, 0.0003, 0.001], decay: 0.1 }
  - { name: adamw, lr: [0.001, 0.003, 0.01], decay: 0.01 }
  - { name: sgd, lr: [0.01, 0.03, 0.1], momentum: 0.9 }
seeds: 1                         # one seed shows rates; a verdict takes at least five
# For a verdict, tune each with the same budget and judge the winners on fresh seeds: put these in place of all \`lr\` and \`seeds\`.
# tuning: { trials: 16 }
# evaluation: { seeds: 10 }
`;
}
