export type ToolName = 'kubectl' | 'helm';

export interface Tool {
  file: string;
  source: 'path' | 'bundled';
}
