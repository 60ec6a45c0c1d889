import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../objects/kube-object.ts';
import { ensureFields, type Fields, fieldsOf, setDefault, textOf } from '../../objects/object-fields.ts';
import { type FieldError, fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';
import { applyTemplateDefaults, validateTemplate } from './pod-template.ts';

export const jobRules: KindRules = {
  applyDefaults(job) {
    applyJobSpecDefaults(fieldsOf(job.spec));
  },
  prepareForCreate(job) {
    const spec = fieldsOf(job.spec);
    if (spec.manualSelector === true) return;
    addGeneratedLabels(job, spec);
  },
  validate: job => validateTemplate(job, ['OnFailure', 'Never']),
  validateUpdate: (job, previous) =>
    (['selector', 'template', 'completionMode'] as const)
      .filter(field => !isDeepStrictEqual(fieldsOf(job.spec)[field], fieldsOf(previous.spec)[field]))
      .map(field => fieldErrors.invalid(`spec.${field}`, fieldsOf(job.spec)[field], 'field is immutable')),
};

function applyJobSpecDefaults(spec: Fields): void {
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  setDefault(spec, 'parallelism', 1);
  setDefault(spec, 'backoffLimit', 6);
  setDefault(spec, 'completionMode', 'NonIndexed');
  setDefault(spec, 'suspend', false);
  setDefault(spec, 'podReplacementPolicy', 'TerminatingOrFailed');
  applyTemplateDefaults(spec);
}

/** A job finds its pods by its own uid unless its author chose a selector. */
function addGeneratedLabels(job: KubeObject, spec: Fields): void {
  const uid = job.metadata.uid;
  const metadata = ensureFields(ensureFields(spec, 'template'), 'metadata');
  const names = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': job.metadata.name,
    'controller-uid': uid,
    'job-name': job.metadata.name,
  };
  metadata.labels = { ...fieldsOf(metadata.labels), ...names };
  spec.selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
}

export const cronJobRules: KindRules = {
  applyDefaults(cronJob) {
    const spec = fieldsOf(cronJob.spec);
    setDefault(spec, 'concurrencyPolicy', 'Allow');
    setDefault(spec, 'suspend', false);
    setDefault(spec, 'successfulJobsHistoryLimit', 3);
    setDefault(spec, 'failedJobsHistoryLimit', 1);
    const template = fieldsOf(spec.jobTemplate, 'spec').template;
    if (template !== undefined) applyTemplateDefaults(fieldsOf(spec.jobTemplate, 'spec'));
  },
  validate: cronJob => scheduleErrors(fieldsOf(cronJob.spec).schedule),
};

function scheduleErrors(schedule: unknown): FieldError[] {
  const text = textOf(schedule);
  const fields = text.trim().split(/\s+/);
  if (text === '' || text.startsWith('@') || fields.length === 5) return [];
  const problem = `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  return [fieldErrors.invalid('spec.schedule', text, problem)];
}
