/** Replaces `$(NAME)` by its value; `$$(NAME)` gives the text `$(NAME)`; unknown names stay as they are. */
export function expandVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$(\$|\(([^()]*)\))/g, (whole, rest: string, name: string | undefined) => {
    if (rest === '$') return '$';
    return values.get(name ?? '') ?? whole;
  });
}
