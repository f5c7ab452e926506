/**
 * GPT-2's way to write bytes as characters (Radford et al., 2019): a byte that prints in Latin-1 stands for itself, the
 * others take the characters from U+0100 up in their order. So "Ġ" is the space, and every token can be printed.
 */
export const byteCharacters: readonly string[] = makeByteCharacters();

const bytes = new Map(byteCharacters.map((character, byte) => [character, byte]));

/** Finds the byte that a character stands for. */
export function byteOfCharacter(character: string): number | undefined {
  return bytes.get(character);
}

function makeByteCharacters(): string[] {
  const prints = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
  let spare = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(prints(byte) ? byte : spare++));
}
