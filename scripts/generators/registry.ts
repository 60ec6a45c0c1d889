import { generateChartReadmes } from './chart-readme.ts';
import { generateConditions } from './conditions.ts';
import { generateCustomResourceDefinitions } from './custom-resource-definitions.ts';
import { generateEventReasons } from './event-reasons.ts';
import { generateLabels } from './labels.ts';

/** A file as it should be. */
export interface GeneratedFile {
  /** relative to the root of the repository */
  path: string;
  content: string;
}

export type Generator = (context: { root: string }) => GeneratedFile[] | Promise<GeneratedFile[]>;

/** One entry a topic; to add one, write generators/<topic>.ts and name it here. */
export const generators: readonly Generator[] = [
  generateCustomResourceDefinitions,
  generateLabels,
  generateEventReasons,
  generateConditions,
  generateChartReadmes,
];
