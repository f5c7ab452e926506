/** What is remembered of one notebook, as SHA-256 of the texts. */
export interface DeliveryRecord {
  /** What was last delivered under the notebook's own name. */
  delivered?: string;
  /** The edition last delivered beside the learner's work. */
  beside?: { file: string; hash: string };
}

export interface DeliveryQuestion {
  notebook: string;
  /** The hash of the newest edition. */
  edition: string;
  record: DeliveryRecord | undefined;
  /** The hash of a file of the workspace, `undefined` when there is none. */
  hashOf: (file: string) => string | undefined;
}

export interface DeliveryDecision {
  outcome: "added" | "updated" | "restored" | "beside" | "unchanged" | "kept";
  file: string;
  /** How to write the newest edition to `file`: not at all, where nothing is, or over what we delivered. */
  write: "nothing" | "new" | "over";
  record: DeliveryRecord;
}

/** Decides what to do with one notebook: the rule that `updateWorkspace` documents, without touching a file. */
export function decideDelivery({ notebook, edition, record = {}, hashOf }: DeliveryQuestion): DeliveryDecision {
  const current = hashOf(notebook);
  const delivered = { ...record, delivered: edition };
  if (current === undefined) {
    const outcome = record.delivered === undefined ? "added" : "restored";
    return { outcome, file: notebook, write: "new", record: delivered };
  }
  if (current === edition) return { outcome: "unchanged", file: notebook, write: "nothing", record: delivered };
  // The second: the learner has put the new edition in the place of the old, and changed nothing in it.
  if (current === record.delivered || current === record.beside?.hash) {
    return { outcome: "updated", file: notebook, write: "over", record: delivered };
  }
  if (edition === record.delivered || edition === record.beside?.hash) {
    return { outcome: "kept", file: notebook, write: "nothing", record };
  }
  return besideDecision({ notebook, edition, record, hashOf });
}

function besideDecision({ notebook, edition, record = {}, hashOf }: DeliveryQuestion): DeliveryDecision {
  const previous = record.beside;
  if (previous !== undefined && hashOf(previous.file) === previous.hash) {
    const beside = { file: previous.file, hash: edition };
    return { outcome: "beside", file: previous.file, write: "over", record: { ...record, beside } };
  }
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : `-${number}`;
    const file = notebook.replace(/\.ipynb$/, `.new-edition${suffix}.ipynb`);
    const hash = hashOf(file);
    if (hash !== undefined && hash !== edition) continue;
    const write = hash === undefined ? "new" : "nothing";
    return { outcome: "beside", file, write, record: { ...record, beside: { file, hash: edition } } };
  }
}
