/** The oldest Node that can `require` an ES module, which the notebooks' kernel does with the library. */
export const oldestNode = "20.19.0";

/**
 * Compares versions by their numbers.
 *
 * @param {string} version such as "22.3.0"; what follows the numbers is ignored
 * @param {string} oldest
 */
export function isAtLeast(version, oldest) {
  const have = version.split(".").map((part) => Number.parseInt(part, 10));
  const need = oldest.split(".").map((part) => Number.parseInt(part, 10));
  for (let i = 0; i < need.length; i++) {
    const difference = (have[i] || 0) - (need[i] || 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
