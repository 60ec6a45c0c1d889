import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { plainAnswer } from './stories/plain-answer.ts';
import {
  type Answers,
  isRecording,
  readDifferences,
  readStory,
  type Step,
  writeAnswers,
} from './stories/story.ts';
import { type Answer, applyMerge, type Body, openTarget, type Target } from './target.ts';

/**
 * Conversations whose answers a real kube-apiserver gave: stories/<topic>.story.yaml says what is sent,
 * stories/<topic>.answers.yaml what came back, without what differs from run to run, and
 * stories/differences.yaml where the local cluster answers otherwise, and why.
 */
const folder = new URL('./stories/', import.meta.url);
const topics = readdirSync(folder)
  .filter(name => name.endsWith('.story.yaml'))
  .map(name => name.replace('.story.yaml', ''));

const differences = readDifferences(folder);
const isLocal = process.env.KUBE_API_CONTRACT_KUBECONFIG === undefined;

describe.each(topics)('%s', topic => {
  const { story, answers } = readStory(folder, topic);
  const recorded: Answers = {};
  const earlier = new Map<string, Body>();
  let target: Target;
  let names: Record<string, string>;

  beforeAll(async () => {
    target = await openTarget({ withControllers: story.controllers === true });
    const suffix = (await target.makeNamespace()).replace('contract-', '');
    names = {
      NAMESPACE: `contract-${suffix}`,
      GROUP: `contract-${suffix}.example.com`,
      RUN: suffix,
      LONG_AGO: longAgo(),
    };
  });
  afterAll(async () => {
    for (const path of story.cleanUp ?? [])
      await target.send({ method: 'DELETE', path: filled(path, names) });
    await target.close();
    if (isRecording) writeAnswers(folder, topic, recorded);
  });

  test.each(story.steps.map(step => [step.name, step] as const))('%s', async (name, step) => {
    const answer = await take({ target, step, names, earlier });
    earlier.set(name, answer.body);
    const plain = plainAnswer(answer, { names, story, step });
    recorded[name] = plain;
    if (isRecording) return;
    // A difference that is gone must leave the list of known ones.
    if (isLocal && differences[topic]?.[name]) expect(plain).not.toEqual(answers[name]);
    else expect(plain).toEqual(answers[name]);
  });
});

async function take(turn: {
  target: Target;
  step: Step;
  names: Record<string, string>;
  earlier: Map<string, Body>;
}): Promise<Answer> {
  const { target, step, names, earlier } = turn;
  const [method = 'GET', path = ''] = filled(step.send, names).split(/ (.*)/s);
  const given = step.body === undefined ? undefined : JSON.parse(filled(JSON.stringify(step.body), names));
  const body = step.from === undefined ? given : applyMerge(earlier.get(step.from), given);
  const call = {
    method,
    path,
    body: step.text === undefined ? body : filled(step.text, names),
    ...(step.type !== undefined && { type: step.type }),
    headers: { ...(step.accept && { accept: accepted(step.accept) }), ...asUser(step, names) },
  };
  if (step.until === undefined) return await target.send(call);
  return await vi.waitFor(
    async () => {
      const answer = await target.send(call);
      expect(answer.code).toBe(step.until);
      return answer;
    },
    { timeout: 40_000, interval: 200 },
  );
}

function accepted(form: string): string {
  return form === 'table' ? 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' : form;
}

function asUser(step: Step, names: Record<string, string>): Record<string, string> {
  return step.as === undefined ? {} : { 'impersonate-user': filled(step.as, names) };
}

function filled(text: string, names: Record<string, string>): string {
  return text.replace(/\$(NAMESPACE|GROUP|RUN|LONG_AGO)\b/g, (_all, name: string) => names[name] ?? '');
}

/** A time whose age reads `2y70d` during the whole run: 800 days and a half ago. */
function longAgo(): string {
  return `${new Date(Date.now() - 800.5 * 24 * 3600_000).toISOString().slice(0, 19)}Z`;
}
