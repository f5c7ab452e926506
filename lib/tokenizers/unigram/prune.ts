import { createLattice, fillLattice } from "./lattice.ts";
import type { TrainingWords } from "./training-words.ts";
import type { UnigramTables } from "./unigram.ts";
import { findBestPath } from "./viterbi.ts";

/**
 * Decides which pieces stay: those with one character, and of the others those whose loss is highest, until `size` are
 * left. The loss of a piece is how much the logarithm of the texts' probability falls when every place where the best
 * path has it takes its second best spelling instead (Kudo, 2018, as SentencePiece reckons it). A piece that is on no
 * best path, or whose own best spelling is in parts, goes at once.
 *
 * @returns the ids that stay: the characters first, then by falling loss.
 */
export function choosePieces(
  tables: UnigramTables,
  pieces: readonly string[],
  words: TrainingWords,
  size: number,
): number[] {
  const frequencies = new Float64Array(pieces.length);
  words.texts.forEach((text, word) => {
    const { ids } = findBestPath(tables, text);
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? -1;
      if (id >= 0) frequencies[id] = (frequencies[id] ?? 0) + (words.counts[word] ?? 0);
    }
  });
  const sum = frequencies.reduce((total, frequency) => total + frequency, 0);
  const spellInParts = createPartSpeller(tables);
  const kept: number[] = [];
  const losses: [number, number][] = [];
  pieces.forEach((piece, id) => {
    const frequency = frequencies[id] ?? 0;
    if (piece.length === ((piece.codePointAt(0) ?? 0) > 0xffff ? 2 : 1)) {
      if (frequency > 0) kept.push(id);
      return;
    }
    const parts = frequency === 0 ? undefined : spellInParts(piece, id);
    if (parts === undefined) return;
    // Without the piece its frequency goes to each of its parts.
    const logarithm = Math.log(frequency) - Math.log(sum);
    const others = Math.log(sum + frequency * (parts.length - 1));
    const inParts = parts.reduce((total, part) => total + Math.log((frequencies[part] ?? 0) + frequency) - others, 0);
    losses.push([id, (frequency / sum) * (logarithm - inParts)]);
  });
  losses.sort(([first, loss], [second, otherLoss]) => otherLoss - loss || first - second);
  return [...kept, ...losses.slice(0, Math.max(0, size - kept.length)).map(([id]) => id)];
}

/** Finds the best spelling of a piece by others, or undefined where that is better than the piece itself. */
function createPartSpeller(tables: UnigramTables): (piece: string, id: number) => number[] | undefined {
  const { scores, unknownScore } = tables;
  const lattice = createLattice();
  return (piece, id) => {
    fillLattice(lattice, tables, piece);
    const best = new Float64Array(piece.length + 1).fill(Number.NEGATIVE_INFINITY);
    const last = new Int32Array(piece.length + 1);
    best[0] = 0;
    for (let edge = 0; edge < lattice.count; edge++) {
      if (lattice.ids[edge] === id) continue;
      const end = lattice.ends[edge] ?? 0;
      const score = (best[lattice.starts[edge] ?? 0] ?? 0) + (scores[lattice.ids[edge] ?? -1] ?? unknownScore);
      if (score > (best[end] ?? 0)) {
        best[end] = score;
        last[end] = edge;
      }
    }
    if ((best[piece.length] ?? 0) > (scores[id] ?? 0)) return undefined;
    const parts: number[] = [];
    for (let end = piece.length; end > 0; end = lattice.starts[last[end] ?? 0] ?? 0) {
      parts.push(lattice.ids[last[end] ?? 0] ?? -1);
    }
    return parts.reverse();
  };
}
