export { generateHistory } from './histories/generate-history.ts';
export { runHistory } from './histories/run-history.ts';
