/** How often each token followed a context. */
interface Followers {
  total: number;
  counts: Map<number, number>;
}

/** A model that has counted which tokens follow the last `order - 1` tokens. */
export interface Ngram {
  /** n: how many tokens are counted together; 1 knows no context, 2 (a bigram model) one token of it. */
  order: number;
  vocabularySize: number;
  /** For each length of context, from 0 to order - 1, its followers. */
  followers: readonly ReadonlyMap<number, Followers>[];
  /** What to believe before anything was counted; every token as likely, unless told. */
  prior?: NgramPrior;
}

/** A model of a related text, and how much its word counts for. */
export interface NgramPrior {
  model: Ngram;
  /** How much the prior weighs: as many counted tokens as there are different ones after a context, times this. */
  strength: number;
}

/**
 * Trains an n-gram model: counts, for every context of 0 to n - 1 tokens, which token comes next.
 *
 * @param tokens token ids, below the vocabulary size
 * @param options.order n, 1 or more
 * @param options.vocabularySize how many token ids there are
 * @param options.prior a model of a related text to start from: what was counted there counts here as well, with the
 *   given strength
 * @throws RangeError for an order or a token id out of its range
 * @example
 * const model = trainNgram(Int32Array.of(0, 1, 0, 1, 0, 2), { order: 2, vocabularySize: 3 });
 * ngramProbabilities(model, [0]); // 1 is likely, 2 less, 0 least
 */
export function trainNgram(
  tokens: Int32Array,
  { order, vocabularySize, prior }: { order: number; vocabularySize: number; prior?: NgramPrior },
): Ngram {
  // A context is numbered like a number with `vocabularySize` as its base; beyond 2^53 two could share one.
  if (!Number.isInteger(order) || order < 1 || vocabularySize ** (order - 1) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(
      `Cannot count ${order}-grams of ${vocabularySize} tokens: the order is a whole number from 1 on, ` +
        `and all contexts together must stay below 2^53`,
    );
  }
  const wrong = tokens.find((token) => token < 0 || token >= vocabularySize);
  if (wrong !== undefined) {
    throw new RangeError(`Cannot count the token id ${wrong}: ids run from 0 to ${vocabularySize - 1}`);
  }
  const followers = Array.from({ length: order }, (_, length) => countFollowers(tokens, length, vocabularySize));
  return { order, vocabularySize, followers, ...(prior === undefined ? {} : { prior }) };
}

/**
 * Gives the probability of a token after a context, of which only the last `order - 1` tokens count.
 *
 * What was counted after the long context is mixed with what is known from the context one shorter, and so on down to
 * every token as likely: the more different tokens followed a context, the more weight the shorter one gets (Witten and
 * Bell, "The zero-frequency problem", 1991). So no token has probability 0. A prior is mixed in last.
 *
 * @param context token ids, the last one next to the token
 * @param token a token id
 */
export function ngramProbability(model: Ngram, context: ArrayLike<number>, token: number): number {
  const { order, vocabularySize, followers, prior } = model;
  let probability = 1 / vocabularySize;
  let longest: Followers | undefined;
  for (let length = 0; length < order && length <= context.length; length++) {
    const seen = followers[length]?.get(keyOf(context, context.length, length, vocabularySize));
    probability = mix(seen, token, probability);
    longest = length === order - 1 ? seen : undefined;
  }
  // Where the longest context was never seen, the prior alone has the word.
  return prior === undefined
    ? probability
    : mix(longest, token, ngramProbability(prior.model, context, token), prior.strength);
}

/**
 * Gives the probability of every token after a context.
 *
 * @returns [vocabularySize], adding up to 1
 */
export function ngramProbabilities(model: Ngram, context: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: model.vocabularySize }, (_, token) => ngramProbability(model, context, token));
}

/**
 * Measures a model on a text: the mean of -log p over its tokens, each after all those before it.
 *
 * @param tokens token ids, at least one
 * @returns nats per token; *e* to this power is the perplexity
 * @throws RangeError for a text without tokens
 * @example
 * const untrained = trainNgram(new Int32Array(0), { order: 2, vocabularySize: 8 });
 * ngramLoss(untrained, Int32Array.of(3, 5)); // log 8
 */
export function ngramLoss(model: Ngram, tokens: Int32Array): number {
  if (tokens.length === 0) {
    throw new RangeError("Cannot measure the loss on no tokens: it needs at least one");
  }
  let sum = 0;
  tokens.forEach((token, at) => {
    sum -= Math.log(ngramProbability(model, tokens.subarray(Math.max(0, at - model.order + 1), at), token));
  });
  return sum / tokens.length;
}

/** Mixes what was counted with what was believed before, which weighs more the more different tokens were counted. */
function mix(seen: Followers | undefined, token: number, believed: number, strength = 1): number {
  if (seen === undefined) {
    return believed;
  }
  const weight = strength * seen.counts.size;
  return ((seen.counts.get(token) ?? 0) + weight * believed) / (seen.total + weight);
}

function countFollowers(tokens: Int32Array, length: number, vocabularySize: number): Map<number, Followers> {
  const followers = new Map<number, Followers>();
  for (let at = length; at < tokens.length; at++) {
    const key = keyOf(tokens, at, length, vocabularySize);
    const seen = followers.get(key) ?? { total: 0, counts: new Map<number, number>() };
    const token = tokens[at] ?? 0;
    seen.total++;
    seen.counts.set(token, (seen.counts.get(token) ?? 0) + 1);
    followers.set(key, seen);
  }
  return followers;
}

/** Numbers the context of `length` tokens that ends before position `end`. */
function keyOf(tokens: ArrayLike<number>, end: number, length: number, vocabularySize: number): number {
  let key = 0;
  for (let at = end - length; at < end; at++) {
    key = key * vocabularySize + (tokens[at] ?? 0);
  }
  return key;
}
