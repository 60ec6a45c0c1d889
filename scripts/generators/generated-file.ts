/** A file as it should be. */
export interface GeneratedFile {
  /** relative to the root of the repository */
  path: string;
  /** a path that ends in .gz holds it compressed */
  content: string | Buffer;
}

export type Generator = (context: { root: string }) => GeneratedFile[] | Promise<GeneratedFile[]>;
