// Prepares the cluster that the environment names, says so, and brings it down when it is told to or its input ends: when
// the process that started this one has ended.
import { prepareCluster } from './prepare-cluster.ts';
import { untilToldToEnd } from './src/until-told-to-end.ts';

const finish = await prepareCluster();
console.log('ready');
await untilToldToEnd();
await finish();
