/** What is still open at the end of a text. */
export interface OpenText {
  readonly within: "code" | "template" | "string" | "comment";
  /** Whether a bracket that the last line opens is still open. */
  readonly openedInLastLine: boolean;
}

/**
 * Looks through a text for brackets, template strings and comments that its end leaves open. It knows where strings,
 * comments and regular expressions are, and nothing else of the syntax.
 */
export function openText(code: string): OpenText {
  /** The offset of every open bracket; a `${` is one too, and is what tells a `}` to go back into its template. */
  const open: { readonly bracket: string; readonly start: number }[] = [];
  let position = 0;
  let before = "";
  let within: OpenText["within"] = "code";
  const template = () => {
    const match = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*(`|\$\{)?/y;
    match.lastIndex = position;
    const end = match.exec(code)?.[1];
    position = match.lastIndex || code.length;
    if (end === "${") open.push({ bracket: "${", start: position - 2 });
    if (end === undefined) within = "template";
  };
  while (position < code.length && within === "code") {
    const start = position;
    token.lastIndex = position;
    const text = token.exec(code)?.[0] ?? "";
    position += text.length || 1;
    if (text === "" || /^(?:\s|\/\/)/.test(text)) continue;
    if (text.startsWith("/*")) {
      if (!/^\/\*[\s\S]*\*\/$/.test(text) || text.length < 4) within = "comment";
      continue;
    }
    if (text === "`") template();
    else if (text === "}" && open.at(-1)?.bracket === "${") {
      open.pop();
      template();
    } else if (/^["']/.test(text) && (text.length === 1 || text.at(-1) !== text[0])) within = "string";
    else if (/^[([{]$/.test(text)) open.push({ bracket: text, start });
    else if (/^[)\]}]$/.test(text)) open.pop();
    else if (text === "/" && beforeRegex.test(before)) position = regexEnd(code, start);
    before = text;
  }
  const lastLine = code.trimEnd().lastIndexOf("\n") + 1;
  return { within, openedInLastLine: open.some(({ start }) => start >= lastLine) };
}

const token =
  /\s+|\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|[\p{ID_Continue}$#]+|[\s\S]/uy;

/** The tokens after which a slash starts a regular expression instead of dividing. */
const beforeRegex = /^(?:|[([{}=,;:!&|?+\-*%~^<>]|return|typeof|case|in|of|do|else|void|delete|await|yield)$/;

function regexEnd(code: string, start: number): number {
  const regex = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y;
  regex.lastIndex = start;
  return regex.test(code) ? regex.lastIndex : start + 1;
}
