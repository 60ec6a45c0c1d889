import type { Snapshot } from '../snapshot.ts';
import { buildViews } from '../views/build-views.ts';
import type { Views } from '../views/views.ts';
import { diagnoseInstance, type InstanceDiagnosis } from './diagnosis/diagnose-instance.ts';
import { findLostMembers, type LostMember } from './lost-members.ts';

/** What concerns and gates decide from: the indexed snapshot, and facts that several of them need. */
export interface World extends Views {
  /** members whose volume was lost */
  lostMembers: readonly LostMember[];
  /** of every instance, by name of its pod */
  diagnoses: ReadonlyMap<string, InstanceDiagnosis>;
}

/** Finds everything once a pass; linear in the size of the snapshot. */
export function buildWorld(snapshot: Snapshot): World {
  const views = buildViews(snapshot);
  const diagnoses = views.instances.map(
    instance => [instance.name, diagnoseInstance(views, instance)] as const,
  );
  return { ...views, lostMembers: findLostMembers(views), diagnoses: new Map(diagnoses) };
}

export function diagnosisOf({ diagnoses }: World, { name }: { name: string }): InstanceDiagnosis {
  return diagnoses.get(name) ?? { wait: null, obstacle: null };
}
