import { finished } from 'node:stream/promises';
import { invalid } from '../../errors/api-error.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import { isTrue, numberParameter } from '../api-request.ts';
import { writeHead } from '../respond.ts';
import { podTarget } from './pod-target.ts';
import type { ServeSubresource } from './subresource-call.ts';

/** A container's output, as it stands or as it comes. */
export const serveLog: ServeSubresource = async (request, { service, nodeAgent }, { resource, key }) => {
  const { query, response } = request;
  checkAmounts(query, key.name);
  const target = podTarget(service, { resource, key }, query.get('container'));
  const tailLines = numberParameter(query, 'tailLines');
  const limitBytes = numberParameter(query, 'limitBytes');
  const sinceSeconds = numberParameter(query, 'sinceSeconds');
  const sinceTime = query.get('sinceTime');
  const output = await nodeAgent().logs(target, {
    follow: isTrue(query, 'follow'),
    previous: isTrue(query, 'previous'),
    timestamps: isTrue(query, 'timestamps'),
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(sinceTime !== null && { sinceTime }),
  });
  writeHead(response, { code: 200, headers: { 'content-type': 'text/plain' } });
  response.flushHeaders();
  response.on('close', () => output.destroy());
  output.pipe(response);
  // A reader that disconnects ends the output; that is no error.
  await finished(output).catch(() => response.destroy());
};

const least = { tailLines: 0, limitBytes: 1, sinceSeconds: 1 };

function checkAmounts(query: URLSearchParams, pod: string): void {
  const errors = Object.entries(least).flatMap(([name, minimum]) => {
    const value = numberParameter(query, name);
    if (value === undefined || value >= minimum) return [];
    return fieldErrors.invalid(name, value, `must be greater than ${minimum === 0 ? 'or equal to ' : ''}0`);
  });
  if (errors.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, pod, errors);
}
