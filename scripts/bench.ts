// Measures what the project promises about speed and memory, and prints how. Prints numbers only: nothing here
// passes or fails by a time, machines differ. With --all there are 500 clusters in a namespace rather than 100.
import { measureCommand } from './bench/measure-command.ts';
import { measureIdle } from './bench/measure-idle.ts';
import { measureLocalCluster } from './bench/measure-local-cluster.ts';
import { measureManyClusters } from './bench/measure-many-clusters.ts';
import { measureUp } from './bench/measure-up.ts';
import { printMeasurement } from './bench/measurement.ts';

for (const measurement of await measureCommand()) printMeasurement(measurement);
for (const measurement of await measureLocalCluster()) printMeasurement(measurement);

const { measurements, cluster } = await measureUp();
try {
  for (const measurement of measurements) printMeasurement(measurement);
  for (const measurement of await measureIdle(cluster)) printMeasurement(measurement);
} finally {
  await cluster.stop();
}

const clusters = process.argv.includes('--all') ? 500 : 100;
for (const measurement of await measureManyClusters(clusters)) printMeasurement(measurement);
