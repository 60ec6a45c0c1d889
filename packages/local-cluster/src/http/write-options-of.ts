import type { WriteOptions } from '../resources/write-options.ts';
import { badRequest } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';

/** dryRun, fieldManager and fieldValidation of a write, from query parameters or the body of a delete. */
export function writeOptionsOf(request: ApiRequest): WriteOptions {
  const { query, message } = request;
  const dryRun = query.getAll('dryRun');
  if (dryRun.some(value => value !== 'All' && value !== ''))
    throw badRequest(
      `PatchOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
    );
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  if (fieldValidation !== 'Strict' && fieldValidation !== 'Warn' && fieldValidation !== 'Ignore')
    throw badRequest(
      `fieldValidation: Unsupported value: ${JSON.stringify(fieldValidation)}: supported values: "Ignore", "Strict", "Warn"`,
    );
  return {
    dryRun: dryRun.includes('All'),
    fieldManager: query.get('fieldManager') || userAgentName(message.headers['user-agent']),
    fieldValidation,
    user: request.user,
    warn: text => request.warnings.push(text),
  };
}

/** As kube-apiserver does: what stands before the first slash of the user agent. */
function userAgentName(userAgent: string | undefined): string {
  return (userAgent ?? '').split('/')[0]?.slice(0, 128) || 'unknown';
}
