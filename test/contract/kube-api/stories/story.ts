import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

export interface Story {
  /** what it shows, in a sentence */
  about: string;
  /** needs the controllers of namespaces and garbage */
  controllers?: boolean;
  /** the owners of fields are part of the answers */
  owners?: boolean;
  steps: Step[];
  /** what a namespace's end does not remove */
  cleanUp?: string[];
}

export interface Step {
  name: string;
  /** method and path; $NAMESPACE, $GROUP, $RUN and $LONG_AGO differ from run to run */
  send: string;
  /** of the body, application/json when left out */
  type?: string;
  /** `table`, or a value of the Accept header */
  accept?: string;
  /** the user to impersonate */
  as?: string;
  body?: unknown;
  /** a body that is not JSON */
  text?: string;
  /** the step whose answer `body` is merged into */
  from?: string;
  /** repeated until the answer has this code */
  until?: number;
  /** these fields of the answer alone, as paths with dots */
  show?: string[];
}

export type Answers = Record<string, unknown>;

/** Set while the suite runs against a real kube-apiserver, to take its answers for the truth. */
export const isRecording = process.env.KUBE_API_CONTRACT_RECORD === '1';

export function readStory(folder: URL, topic: string): { story: Story; answers: Answers } {
  const read = (name: string) => parse(readFileSync(new URL(name, folder), 'utf8'));
  const story: Story = read(`${topic}.story.yaml`);
  return { story, answers: isRecording ? {} : read(`${topic}.answers.yaml`) };
}

/** By topic and step, why the local cluster answers otherwise than a kube-apiserver. */
export function readDifferences(folder: URL): Record<string, Record<string, string>> {
  return parse(readFileSync(new URL('differences.yaml', folder), 'utf8'));
}

export function writeAnswers(folder: URL, topic: string, answers: Answers): void {
  if (!process.env.KUBE_API_CONTRACT_KUBECONFIG)
    throw new Error('Only a real kube-apiserver is recorded: set KUBE_API_CONTRACT_KUBECONFIG');
  writeFileSync(
    new URL(`${topic}.answers.yaml`, folder),
    stringify(answers, { lineWidth: 110, aliasDuplicateObjects: false }),
  );
}
