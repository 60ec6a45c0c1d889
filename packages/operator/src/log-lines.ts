/** What a log line of the operator means, and what a person does about it; null where nothing is to be done. */
interface LogLineDocs {
  meaning: string;
  cure: string | null;
}

/** Every log line by its constant text, for docs/reference; a test compares it with the sources. */
export const logLines: Readonly<Record<string, LogLineDocs>> = {
  Started: { meaning: 'The process runs and has read its settings', cure: null },
  'Became the leader': { meaning: 'This pod holds the Lease; other pods of the operator wait', cure: null },
  'Started to work': {
    meaning: 'All objects are listed, and Clusters are processed from now on',
    cure: null,
  },
  'Processed the Cluster': { meaning: 'A pass over a Cluster has ended', cure: null },
  'Carried out an action': { meaning: 'The action in `what` succeeded', cure: null },
  'Left an action out': {
    meaning: 'The action in `what` depends on another one that did not succeed, or its object is gone',
    cure: null,
  },
  'An action failed': {
    meaning: 'The action in `what` failed with the error in `error`; the operator tries it again',
    cure: 'Where it keeps failing, see `status.problems` of the Cluster',
  },
  'A name does not resolve yet': {
    meaning: 'The other instances cannot resolve the DNS name of an instance; the operator tries again',
    cure: 'Where it lasts, check the DNS of the Kubernetes cluster',
  },
  'Processing the Cluster failed, and is tried again': {
    meaning: 'A pass ended with an unexpected error',
    cure: 'Where `error` names a refused request, check the RBAC rules; otherwise report it with its `stack`',
  },
  'The Cluster was deleted while it was processed': { meaning: 'The pass was ended', cure: null },
  'Rejected a plan': {
    meaning: 'A plan broke a rule of its own and was not carried out: a defect of the operator',
    cure: 'Report it with the whole line, from which the plan can be replayed',
  },
  'A watch failed and starts again': {
    meaning: 'The API server ended or refused a watch; it starts again after `retryMilliseconds`',
    cure: 'Where it repeats, check the RBAC rules and the network to the API server',
  },
  'This Kubernetes does not serve the kind, so the operator works without it': {
    meaning: 'Kubernetes before 1.21 has no PodDisruptionBudgets of policy/v1',
    cure: null,
  },
  'Could not write an event': {
    meaning: 'An event is missing; conditions and the log have the same text',
    cure: 'Where it repeats, check the RBAC rules for events',
  },
  'Could not take or renew the Lease': {
    meaning: 'The API server refused or did not answer; the operator tries again',
    cure: 'Where it repeats, check the RBAC rules for leases and the network to the API server',
  },
  'Lost the Lease': {
    meaning: 'The Lease could not be renewed in time, so this process ends and another pod takes over',
    cure: 'Where it repeats, check the load of the API server',
  },
  'A resource definition is older than this operator': {
    meaning: 'The API server drops the fields in `missing`',
    cure: 'Run the command in `cure`',
  },
  'The resource definitions are no longer outdated': { meaning: 'They were updated', cure: null },
  'Could not read the published resource definitions': {
    meaning: 'Outdated definitions would not be noticed; nothing else depends on it',
    cure: null,
  },
  'The clock of the API server differs from the clock of this machine; ages are computed by the clock of the API server':
    { meaning: 'The difference is in `aheadSeconds`', cure: 'Set the clock of the node' },
  'Could not serve a page': {
    meaning: 'A request for health or metrics failed and was answered with status 500',
    cure: 'Report it with its `stack`',
  },
  Stopping: {
    meaning: 'The process got a signal, finishes the running passes and releases the Lease',
    cure: null,
  },
  'Could not stop in good order': { meaning: 'The process ends anyway', cure: null },
  'Could not start': {
    meaning: 'A setting is wrong, or there is no connection to a Kubernetes cluster',
    cure: 'Correct what `error` names',
  },
  'Unhandled error': {
    meaning:
      'A defect of the operator: the process ends with the code in `exitCode` and Kubernetes starts it again',
    cure: 'Report it with its `stack`',
  },
};
