import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';
import { age, humanDuration } from '../duration.ts';
import type { Cells } from './cell-functions.ts';
import { containerImages, containerNames, isConditionTrue, none, selectorCell } from './cell-text.ts';

export const batchCells: Record<string, Cells> = {
  'batch/jobs': {
    Status: jobStatus,
    Completions: completions,
    Duration: (job, now) => {
      const { startTime, completionTime } = fieldsOf(job.status);
      if (typeof startTime !== 'string') return '';
      const end = typeof completionTime === 'string' ? Date.parse(completionTime) : now.getTime();
      return humanDuration((end - Date.parse(startTime)) / 1000);
    },
    Containers: job => containerNames(fieldsOf(job.spec, 'template', 'spec')),
    Images: job => containerImages(fieldsOf(job.spec, 'template', 'spec')),
    Selector: job => selectorCell(fieldsOf(job.spec).selector),
  },
  'batch/cronjobs': {
    Schedule: cronJob => textOf(fieldsOf(cronJob.spec).schedule),
    Timezone: cronJob => textOf(fieldsOf(cronJob.spec).timeZone) || none,
    Suspend: cronJob => (fieldsOf(cronJob.spec).suspend === true ? 'True' : 'False'),
    Active: cronJob => listOf(fieldsOf(cronJob.status).active).length,
    'Last Schedule': (cronJob, now) => {
      const last = fieldsOf(cronJob.status).lastScheduleTime;
      return last === undefined ? none : age(last, now);
    },
    Containers: cronJob => containerNames(fieldsOf(cronJob.spec, 'jobTemplate', 'spec', 'template', 'spec')),
    Images: cronJob => containerImages(fieldsOf(cronJob.spec, 'jobTemplate', 'spec', 'template', 'spec')),
    Selector: cronJob => selectorCell(fieldsOf(cronJob.spec, 'jobTemplate', 'spec').selector),
  },
};

function jobStatus(job: KubeObject): string {
  if (isConditionTrue(job.status, 'Complete')) return 'Complete';
  if (isConditionTrue(job.status, 'Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (isConditionTrue(job.status, 'Suspended')) return 'Suspended';
  if (isConditionTrue(job.status, 'FailureTarget')) return 'FailureTarget';
  return isConditionTrue(job.status, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completions(job: KubeObject): string {
  const spec = fieldsOf(job.spec);
  const succeeded = numberOf(fieldsOf(job.status).succeeded);
  if (typeof spec.completions === 'number') return `${succeeded}/${spec.completions}`;
  const parallelism = numberOf(spec.parallelism);
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}
