import { join } from "node:path";
import { findPeerPython, type PeerPython } from "../peer-python.ts";

/**
 * Finds the Python that has PyTorch: the one that is `given`, else one of our own in .llmlab/bench/torch.
 *
 * @throws Error that says what is missing, when it cannot be made
 */
export function findTorch(root: string, given?: string): Promise<PeerPython> {
  return findPeerPython({
    root,
    given,
    name: "torch",
    requirements: join(import.meta.dirname, "requirements.txt"),
    packages: "PyTorch",
    announcement:
      "making .llmlab/bench/torch with PyTorch: a download of 200 MB, of some GB where pip chooses the GPU's",
    instead:
      "it needs a network, once, or --python PROGRAM names a Python that has torch and numpy as scripts/bench/train/requirements.txt says",
  });
}
