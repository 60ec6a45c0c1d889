import { invalid } from '../errors/api-error.ts';
import type { WriteOptions } from '../resources/write-options.ts';
import { fieldErrors } from '../schema/field-error.ts';
import type { ApiRequest } from './api-request.ts';

/** dryRun, fieldManager and fieldValidation of a write, from query parameters or the body of a delete. */
export function writeOptionsOf(request: ApiRequest): WriteOptions {
  const { query, message } = request;
  const dryRun = query.getAll('dryRun');
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  checkOptions(request, { dryRun, fieldValidation });
  return {
    dryRun: dryRun.includes('All'),
    fieldManager: query.get('fieldManager') || userAgentName(message.headers['user-agent']),
    fieldValidation: fieldValidation as WriteOptions['fieldValidation'],
    user: request.user,
    warn: text => request.warnings.push(text),
  };
}

const optionKinds: Record<string, string> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
  DELETE: 'DeleteOptions',
};

const longestManagerBytes = 128;

function checkOptions(
  { method, query }: ApiRequest,
  { dryRun, fieldValidation }: { dryRun: string[]; fieldValidation: string },
): void {
  const errors = [
    ...(dryRun.some(value => value !== 'All' && value !== '')
      ? [
          {
            ...fieldErrors.notSupported('dryRun', '', []),
            message: `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
          },
        ]
      : []),
    ...(Buffer.byteLength(query.get('fieldManager') ?? '') > longestManagerBytes
      ? [fieldErrors.tooLong('fieldManager', longestManagerBytes)]
      : []),
    ...(['Strict', 'Warn', 'Ignore'].includes(fieldValidation)
      ? []
      : [fieldErrors.notSupported('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn'])]),
  ];
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', kind: optionKinds[method] ?? '' }, '', errors);
}

/** As kube-apiserver does: what stands before the first slash of the user agent. */
function userAgentName(userAgent: string | undefined): string {
  return (userAgent ?? '').split('/')[0]?.slice(0, 128) || 'unknown';
}
