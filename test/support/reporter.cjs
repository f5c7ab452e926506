const { reporters } = require("mocha");

/** Mocha's spec reporter, closed by one plain line that a CI job can read. */
module.exports = class extends reporters.Spec {
  /** @override */
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    const skipped = pending > 0 ? `, ${pending} skipped` : "";
    console.log(`${passes} passed, ${failures} failed${skipped}`);
  }
};
