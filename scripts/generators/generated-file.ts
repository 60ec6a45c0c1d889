/** A file as it should be. */
export interface GeneratedFile {
  /** relative to the root of the repository */
  path: string;
  content: string;
}

export type Generator = (context: { root: string }) => GeneratedFile[] | Promise<GeneratedFile[]>;
