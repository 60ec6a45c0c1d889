export interface HelmFailure {
  chart: string;
  valuesFile: string | undefined;
  /** What helm wrote, without the words in front of the reason. */
  said: string;
}

/** Values that the chart's schema refuses become a list of what to correct; anything else is told as helm said it. */
export function describeHelmFailure({ chart, valuesFile, said }: HelmFailure): string {
  const refused = said.includes("don't meet the specifications of the schema") ? listRefusedValues(said) : [];
  if (refused.length > 0) {
    const lines = refused.map(({ path, problem }) => `\n     ${path}: ${problem}`);
    return `The chart ${chart} does not take these values of ${valuesFile}:${lines.join('')}\n     Correct them and start again`;
  }
  const source = valuesFile === undefined ? '' : ` with ${valuesFile}`;
  return `The chart ${chart} could not be installed${source}: ${withoutTemplate(said)}`;
}

/** What the chart itself refuses has the line of its template in front. */
function withoutTemplate(said: string): string {
  return said.replace(/^execution error at \([^)]*\): /, '');
}

/** `- at '/RoleConfig/0/ReplicaCount': got string` of helm 4, `- RoleConfig.0.ReplicaCount: …` of helm 3. */
function listRefusedValues(said: string): { path: string; problem: string }[] {
  return said.split('\n').flatMap(line => {
    const match = /^ *- (?:at '\/?(?<pointer>[^']*)'|(?<dotted>[\w.()]+)): (?<problem>.*)$/.exec(line);
    if (match?.groups === undefined) return [];
    const { pointer, dotted = '', problem = '' } = match.groups;
    if (isHeading(problem)) return [];
    const keys = pointer === undefined ? dotted.split('.') : pointer.split('/');
    return [{ path: formatPath(keys), problem }];
  });
}

/** helm 4 puts the faults of one place, and the ways to correct one, under a line of this kind. */
function isHeading(problem: string): boolean {
  return problem === 'validation failed' || /^'(anyOf|oneOf|allOf)' failed$/.test(problem);
}

function formatPath(keys: string[]): string {
  const path = keys.filter(key => key !== '').map(key => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`));
  return path.join('').replace(/^\./, '') || 'the whole file';
}
