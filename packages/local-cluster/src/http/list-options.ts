import { badRequest, invalid } from '../errors/api-error.ts';
import { type FieldError, fieldErrors } from '../schema/field-error.ts';
import { isTrue } from './api-request.ts';

const kind = { group: 'meta.k8s.io', kind: 'ListOptions' };

/** Refuses query parameters of lists and watches that contradict each other, in the words of kube-apiserver. */
export function checkListOptions(query: URLSearchParams): void {
  const limit = query.get('limit');
  if (limit && !/^[+-]?\d+$/.test(limit))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(limit)}: invalid syntax`);
  const errors = [...matchErrors(query), ...initialEventErrors(query)];
  if (errors.length > 0) throw invalid(kind, '', errors);
}

/** A resourceVersion that is no number. */
export function versionProblem(version: string): string | undefined {
  return /^\d*$/.test(version)
    ? undefined
    : `resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`;
}

function matchErrors(query: URLSearchParams): FieldError[] {
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const field = 'resourceVersionMatch';
  if (match === '' || query.has('sendInitialEvents')) return [];
  if (isTrue(query, 'watch'))
    return [
      fieldErrors.forbidden(
        field,
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      ),
    ];
  const errors: FieldError[] = [];
  if (version === '')
    errors.push(
      fieldErrors.forbidden(field, 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
    );
  if (query.get('continue'))
    errors.push(fieldErrors.forbidden(field, 'resourceVersionMatch is forbidden when continue is provided'));
  if (match !== 'Exact' && match !== 'NotOlderThan')
    errors.push(fieldErrors.notSupported(field, match, ['Exact', 'NotOlderThan', '']));
  if (match === 'Exact' && version === '0')
    errors.push(
      fieldErrors.forbidden(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
    );
  return errors;
}

function initialEventErrors(query: URLSearchParams): FieldError[] {
  if (!query.has('sendInitialEvents')) return [];
  if (!isTrue(query, 'watch'))
    return [fieldErrors.forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list')];
  return query.get('resourceVersionMatch') === 'NotOlderThan'
    ? []
    : [
        fieldErrors.forbidden(
          'resourceVersionMatch',
          'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        ),
      ];
}
