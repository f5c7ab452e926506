import type { Adjective, Gender, GrammaticalNumber } from "./words.ts";

/**
 * Gives the form of a Spanish adjective: "rojo", "roja", "rojos", "rojas"; "azul", "azules"; "joven", "jóvenes".
 */
export function inflect({ spanish }: Pick<Adjective, "spanish">, gender: Gender, number: GrammaticalNumber): string {
  const singular = spanish[gender];
  if (number === "singular") {
    return singular;
  }
  if (singular === "joven") {
    return "jóvenes"; // the stress stays on the first syllable
  }
  return /[aeo]$/.test(singular) ? `${singular}s` : `${singular}es`;
}
