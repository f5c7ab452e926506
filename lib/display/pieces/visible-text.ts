/** Signs that everybody knows and every font has; the pictures of control characters in Unicode are in few. */
const knownSigns: Record<string, string> = { " ": "␣", "\n": "↵", "\t": "⇥" };

/**
 * What has no form of its own: control characters, spaces, halves of a surrogate pair, private characters, and what
 * Unicode lets a reader ignore (joiners, marks of direction, fillers, the soft hyphen).
 */
const formless =
  /^[\p{Control}\p{Separator}\p{Surrogate}\p{Private_Use}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]$/u;
const mark = /^\p{Mark}$/u;
const joiner = /^[\u200c\u200d]$/;
const variationSelector = /^[\ufe00-\ufe0f]$/;
/** Spells the name of a region behind a black flag: the flags of England, Scotland and Wales. */
const flagTag = /^[\u{e0020}-\u{e007f}]$/u;

/**
 * Writes a text so that every character can be seen: a space as `␣`, a line break as `↵`, a tab as `⇥`, what else has
 * no form as its code (`⟨U+200B⟩`), nothing at all as `∅`. A combining mark that stands alone gets the dotted circle, and
 * joiners inside a word or an emoji stay what they are.
 *
 * @example
 * visibleText(" the\n"); // "␣the↵"
 */
export function visibleText(text: string): string {
  const characters = Array.from(text);
  if (characters.length === 0) {
    return "∅";
  }
  let result = "";
  let onBase = false;
  characters.forEach((character, index) => {
    const next = characters[index + 1] ?? " ";
    if (formless.test(character) && !(onBase && staysInside(character, next))) {
      result += signOf(character);
      onBase = false;
    } else {
      result += mark.test(character) && !onBase ? `◌${character}` : character;
      onBase = true;
    }
  });
  return result;
}

/** Says whether a formless character after a visible one belongs to it. */
function staysInside(character: string, next: string): boolean {
  if (joiner.test(character)) {
    return !formless.test(next);
  }
  return variationSelector.test(character) || flagTag.test(character);
}

function signOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return knownSigns[character] ?? `⟨U+${code}⟩`;
}
