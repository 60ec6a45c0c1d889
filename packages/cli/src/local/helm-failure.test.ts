import { expect, test } from 'vitest';
import { extractMessage } from './helm.ts';
import { describeHelmFailure } from './helm-failure.ts';

const helm4 = `level=WARN msg="something"
Error: INSTALLATION FAILED: values don't meet the specifications of the schema(s) in the following chart(s):
cartridge:
- at '': additional properties 'Foo' not allowed
- at '/RoleConfig/0': missing property 'RolesToAssign'
- at '/RoleConfig/0/ReplicaCount': got string, want integer
`;

const helm3 = `Error: values don't meet the specifications of the schema(s) in the following chart(s):
cartridge:
- RoleConfig.0.ReplicaCount: Invalid type. Expected: integer, given: string
`;

test('refused values of helm 4 become a list of what to correct', () => {
  expect(
    describeHelmFailure({ chart: 'cartridge', valuesFile: 'my.yaml', said: extractMessage(helm4) }),
  ).toBe(
    [
      'The chart cartridge does not take these values of my.yaml:',
      "     the whole file: additional properties 'Foo' not allowed",
      "     RoleConfig[0]: missing property 'RolesToAssign'",
      '     RoleConfig[0].ReplicaCount: got string, want integer',
      '     Correct them and start again',
    ].join('\n'),
  );
});

test('faults that helm 4 lists under their place are all told', () => {
  const said =
    extractMessage(`Error: values don't meet the specifications of the schema(s) in the following chart(s):
cartridge:
- at '/RoleConfig/0': validation failed
  - at '/RoleConfig/0/RoleName': 'my_routers' does not match pattern '^[a-z]$'
  - at '/RoleConfig/0/RolesToAssign': 'anyOf' failed
    - at '/RoleConfig/0/RolesToAssign': minLength: got 0, want 1
    - at '/RoleConfig/0/RolesToAssign': got string, want array
`);
  expect(describeHelmFailure({ chart: 'cartridge', valuesFile: 'my.yaml', said })).toBe(
    [
      'The chart cartridge does not take these values of my.yaml:',
      "     RoleConfig[0].RoleName: 'my_routers' does not match pattern '^[a-z]$'",
      '     RoleConfig[0].RolesToAssign: minLength: got 0, want 1',
      '     RoleConfig[0].RolesToAssign: got string, want array',
      '     Correct them and start again',
    ].join('\n'),
  );
});

test('refused values of helm 3 do too', () => {
  const said = extractMessage(helm3);
  expect(describeHelmFailure({ chart: 'cartridge', valuesFile: 'my.yaml', said })).toContain(
    '\n     RoleConfig[0].ReplicaCount: Invalid type. Expected: integer, given: string\n',
  );
});

test('what a template refuses is told without the line of the template', () => {
  const said = extractMessage(
    'Error: UPGRADE FAILED: execution error at (cartridge/templates/roles.yaml:1:10): RoleConfig is missing\n',
  );
  expect(describeHelmFailure({ chart: 'cartridge', valuesFile: 'my.yaml', said })).toBe(
    'The chart cartridge could not be installed with my.yaml: RoleConfig is missing',
  );
});

test('anything else is told as helm said it', () => {
  const said = extractMessage(
    'WARNING: kubeconfig is group-readable\nError: UPGRADE FAILED: no space left on device\n',
  );
  expect(describeHelmFailure({ chart: 'tarantool-operator', valuesFile: undefined, said })).toBe(
    'The chart tarantool-operator could not be installed: no space left on device',
  );
});
