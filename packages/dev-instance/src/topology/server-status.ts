import type { MemberView } from './leaders.ts';

/** `status` and `message` of a configured server as the answering instance sees it. */
export function describeServerStatus(
  uuid: string,
  member: MemberView | undefined,
): { status: string; message: string } {
  if (member === undefined || member.status === 'left') {
    return { status: 'not found', message: 'Server uri is not in membership' };
  }
  if (member.uuid !== null && member.uuid !== uuid) {
    return { status: 'not found', message: `Alien uuid "${member.uuid}" (${member.status})` };
  }
  if (member.status !== 'alive')
    return { status: 'unreachable', message: `Server status is "${member.status}"` };
  if (member.uuid === null) return { status: 'unconfigured', message: member.state ?? '' };
  switch (member.state) {
    case 'ConfiguringRoles':
    case 'RolesConfigured':
      return { status: 'healthy', message: '' };
    case 'InitError':
    case 'BootError':
    case 'OperationError':
      return { status: 'error', message: member.state };
    default:
      return { status: 'warning', message: member.state ?? 'UnknownState' };
  }
}
