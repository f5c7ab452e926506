/**
 * Reads a list such as `tslab,deno`, of which every part must be one of the names; without a list it is all of them.
 *
 * @param doing what an error says that cannot be done with an unknown name
 * @throws Error when a part of it is no name that there is
 */
export function chooseNames<Name extends string>(
  doing: string,
  list: string | undefined,
  names: readonly Name[],
): readonly Name[] {
  if (list === undefined) return names;
  return list.split(",").map((part) => {
    const name = names.find((candidate) => candidate === part);
    if (name === undefined) throw new Error(`Cannot ${doing} "${part}": it is none of ${names.join(", ")}`);
    return name;
  });
}
