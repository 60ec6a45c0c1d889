import { generateAdminApi } from './admin-api.ts';
import { generateChartReadmes } from './chart-readme.ts';
import { generateConditions } from './conditions.ts';
import { generateCustomResourceDefinitions } from './custom-resource-definitions.ts';
import { generateEventReasons } from './event-reasons.ts';
import type { Generator } from './generated-file.ts';
import { generateKubernetesFacts } from './kubernetes-facts.ts';
import { generateLabels } from './labels.ts';
import { generateMessages } from './messages.ts';
import { generateMetrics } from './metrics.ts';

/** One entry a topic; to add one, write generators/<topic>.ts and name it here. */
export const generators: readonly Generator[] = [
  generateCustomResourceDefinitions,
  generateLabels,
  generateEventReasons,
  generateConditions,
  generateMessages,
  generateMetrics,
  generateChartReadmes,
  generateKubernetesFacts,
  generateAdminApi,
];
