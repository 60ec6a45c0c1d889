import { compareQuantities } from '@cartridge-on-kubernetes/api';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';
import { childField, type FieldError, fieldErrors, keyedField } from '../../schema/field-error.ts';
import { labelProblem } from '../names.ts';

/** What of a pod's spec no schema can judge: names that refer to each other, ports, requests above limits. */
export function validatePodSpec(spec: Fields, path: string): FieldError[] {
  const volumes = listOf(spec.volumes).map(volume => textOf(volume.name));
  const initContainers = listOf(spec.initContainers);
  const containers = listOf(spec.containers);
  const names = [...initContainers, ...containers].map(container => textOf(container.name));
  const errors: FieldError[] = [];
  if (containers.length === 0) errors.push(fieldErrors.required(childField(path, 'containers')));
  for (const [field, list] of Object.entries({ initContainers, containers }))
    for (const [index, container] of list.entries())
      errors.push(...validateContainer(container, keyedField(childField(path, field), index), volumes));
  for (const [index, container] of containers.entries()) {
    const name = textOf(container.name);
    if (name && names.indexOf(name) !== index + initContainers.length)
      errors.push(fieldErrors.duplicate(`${path}.containers[${index}].name`, name));
  }
  for (const [index, name] of volumes.entries()) {
    const field = `${path}.volumes[${index}].name`;
    if (volumes.indexOf(name) !== index) errors.push(fieldErrors.duplicate(field, name));
    const problem = name && labelProblem(name);
    if (problem) errors.push(fieldErrors.invalid(field, name, problem));
  }
  if (numberOf(spec.terminationGracePeriodSeconds) < 0)
    errors.push(
      fieldErrors.invalid(
        `${path}.terminationGracePeriodSeconds`,
        spec.terminationGracePeriodSeconds,
        'must be greater than or equal to 0',
      ),
    );
  return errors;
}

function validateContainer(container: Fields, path: string, volumes: string[]): FieldError[] {
  const errors: FieldError[] = [];
  const name = textOf(container.name);
  const problem = name && labelProblem(name);
  if (problem) errors.push(fieldErrors.invalid(`${path}.name`, name, problem));
  if (!textOf(container.image)) errors.push(fieldErrors.required(`${path}.image`));
  else if (textOf(container.image).trim() !== container.image)
    errors.push(
      fieldErrors.invalid(`${path}.image`, container.image, 'must not have leading or trailing whitespace'),
    );
  for (const [index, port] of listOf(container.ports).entries())
    errors.push(...portErrors(port.containerPort, `${path}.ports[${index}].containerPort`));
  for (const [index, mount] of listOf(container.volumeMounts).entries()) {
    const mountName = textOf(mount.name);
    if (mountName && !volumes.includes(mountName))
      errors.push(fieldErrors.notFound(`${path}.volumeMounts[${index}].name`, mountName));
  }
  for (const [index, variable] of listOf(container.env).entries())
    if (variable.value !== undefined && variable.value !== '' && variable.valueFrom !== undefined)
      errors.push(
        fieldErrors.invalid(
          `${path}.env[${index}].valueFrom`,
          '',
          'may not be specified when `value` is not empty',
        ),
      );
  return [...errors, ...resourceErrors(container, `${path}.resources`), ...probeErrors(container, path)];
}

function portErrors(port: unknown, path: string): FieldError[] {
  if (typeof port === 'number' && port >= 1 && port <= 65535) return [];
  return port === undefined || port === 0
    ? [fieldErrors.required(path)]
    : [fieldErrors.invalid(path, port, 'must be between 1 and 65535, inclusive')];
}

function resourceErrors(container: Fields, path: string): FieldError[] {
  const limits = fieldsOf(container, 'resources', 'limits');
  const errors: FieldError[] = [];
  for (const [kind, amounts] of Object.entries(fieldsOf(container.resources)))
    for (const [name, amount] of Object.entries(fieldsOf(amounts)))
      if (textOf(amount).startsWith('-'))
        errors.push(
          fieldErrors.invalid(`${path}.${kind}[${name}]`, amount, 'must be greater than or equal to 0'),
        );
  for (const [name, request] of Object.entries(fieldsOf(container, 'resources', 'requests'))) {
    const limit = limits[name];
    if (isAbove(request, limit))
      errors.push(
        fieldErrors.invalid(
          `${path}.requests`,
          request,
          `must be less than or equal to ${name} limit of ${limit}`,
        ),
      );
  }
  return errors;
}

function isAbove(request: unknown, limit: unknown): boolean {
  if (typeof request !== 'string' || typeof limit !== 'string') return false;
  return (compareQuantities(request, limit) ?? 0) > 0;
}

function probeErrors(container: Fields, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (container[name] === undefined) continue;
    const probe = fieldsOf(container[name]);
    const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'].filter(handler => probe[handler] !== undefined);
    if (handlers.length === 0)
      errors.push(fieldErrors.required(`${path}.${name}`, 'must specify a handler type'));
    if (handlers.length > 1)
      errors.push(
        fieldErrors.forbidden(`${path}.${name}.${handlers[1]}`, 'may not specify more than 1 handler type'),
      );
    if (name !== 'readinessProbe' && numberOf(probe.successThreshold, 1) !== 1)
      errors.push(
        fieldErrors.invalid(`${path}.${name}.successThreshold`, probe.successThreshold, 'must be 1'),
      );
  }
  return errors;
}
