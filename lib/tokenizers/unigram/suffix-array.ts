/**
 * Sorts the suffixes of a text (Manber and Myers, 1990): `order[i]` is where the i-th smallest one begins. Each round
 * sorts by twice as many symbols, with counting sorts over the ranks of the last; a text of n symbols takes n log n
 * steps at most, and stops as soon as all ranks differ.
 *
 * @param symbols whole numbers from 0 up.
 *
 * @example
 * sortSuffixes(Int32Array.of(2, 1, 3, 1, 3, 1)) // b a n a n a: [5, 3, 1, 0, 4, 2]
 */
export function sortSuffixes(symbols: Int32Array): Int32Array {
  const size = symbols.length;
  let ranks = rankSymbols(symbols);
  let order = new Int32Array(size);
  let next = new Int32Array(size);
  const counts = new Int32Array(size + 2);

  /** Sorts the places in `from` by their ranks, equal ones staying as they are, into `to`. */
  function sortByRank(from: Int32Array, to: Int32Array): void {
    counts.fill(0);
    for (let at = 0; at < size; at++) counts[(ranks[at] ?? 0) + 1] = (counts[(ranks[at] ?? 0) + 1] ?? 0) + 1;
    for (let rank = 0; rank <= size; rank++) counts[rank + 1] = (counts[rank + 1] ?? 0) + (counts[rank] ?? 0);
    for (let at = 0; at < size; at++) {
      const place = from[at] ?? 0;
      const rank = ranks[place] ?? 0;
      to[counts[rank] ?? 0] = place;
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
  }

  for (let at = 0; at < size; at++) next[at] = at;
  sortByRank(next, order);
  let renamed = new Int32Array(size);
  for (let width = 1; width < size; width *= 2) {
    // By the second half: suffixes that end before it come first, then the others in their order.
    let written = 0;
    for (let at = size - width; at < size; at++) next[written++] = at;
    for (let at = 0; at < size; at++) {
      const place = (order[at] ?? 0) - width;
      if (place >= 0) next[written++] = place;
    }
    [order, next] = [next, order];
    sortByRank(order, next);
    [order, next] = [next, order];

    let distinct = 0;
    for (let at = 1; at < size; at++) {
      const [here, before] = [order[at] ?? 0, order[at - 1] ?? 0];
      const same = ranks[here] === ranks[before] && (ranks[here + width] ?? -1) === (ranks[before + width] ?? -1);
      if (!same) distinct++;
      renamed[here] = distinct;
    }
    renamed[order[0] ?? 0] = 0;
    [ranks, renamed] = [renamed, ranks];
    if (distinct === size - 1) break;
  }
  return order;
}

/** Replaces the symbols by their ranks: 0 for the smallest. */
function rankSymbols(symbols: Int32Array): Int32Array<ArrayBuffer> {
  const distinct = [...new Set(symbols)].sort((first, second) => first - second);
  const ranks = new Map(distinct.map((symbol, rank) => [symbol, rank]));
  return Int32Array.from(symbols, (symbol) => ranks.get(symbol) ?? 0);
}

/**
 * Finds how many symbols each suffix shares with the one before it in the order (Kasai et al., 2001).
 *
 * @param isEnd whether a symbol ends everything: no substring goes over it.
 */
export function commonPrefixes(
  symbols: Int32Array,
  order: Int32Array,
  isEnd: (symbol: number) => boolean = () => false,
): Int32Array {
  const size = symbols.length;
  const places = new Int32Array(size);
  for (let at = 0; at < size; at++) places[order[at] ?? 0] = at;
  const shared = new Int32Array(size);
  let length = 0;
  for (let start = 0; start < size; start++) {
    const place = places[start] ?? 0;
    if (place === 0) {
      length = 0;
      continue;
    }
    const before = order[place - 1] ?? 0;
    while (
      start + length < size &&
      before + length < size &&
      symbols[start + length] === symbols[before + length] &&
      !isEnd(symbols[start + length] ?? 0)
    ) {
      length++;
    }
    shared[place] = length;
    if (length > 0) length--;
  }
  return shared;
}

/** A substring that stands in the text more than once, and cannot be longer without standing there less often. */
export interface Repeat {
  /** The suffixes that begin with it: from this place in the order to that one. */
  readonly first: number;
  readonly last: number;
  readonly length: number;
}

/** Lists the substrings that repeat: the inner nodes of the suffix tree. */
export function* repeats(shared: Int32Array): Generator<Repeat> {
  // Substrings that are open: their length, and the first place in the order that begins with them.
  const lengths: number[] = [];
  const firsts: number[] = [];
  for (let at = 1; at <= shared.length; at++) {
    const length = at < shared.length ? (shared[at] ?? 0) : 0;
    let first = at - 1;
    while ((lengths.at(-1) ?? 0) > length) {
      const closed = lengths.pop() ?? 0;
      first = firsts.pop() ?? 0;
      yield { first, last: at - 1, length: closed };
    }
    if ((lengths.at(-1) ?? 0) < length) {
      lengths.push(length);
      firsts.push(first);
    }
  }
}
