/** The structural subset of JSON Schema that apiextensions/v1 accepts. */
export interface JsonSchema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  description?: string;
  format?: string;
  properties?: Readonly<Record<string, JsonSchema>>;
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
  required?: readonly string[];
  enum?: readonly string[];
  default?: unknown;
  minimum?: number;
  exclusiveMinimum?: boolean;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  'x-kubernetes-int-or-string'?: true;
  'x-kubernetes-preserve-unknown-fields'?: true;
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: readonly string[];
  'x-kubernetes-map-type'?: 'atomic' | 'granular';
  /** CEL; servers older than 1.23 drop it, so the planner checks the same things again */
  'x-kubernetes-validations'?: ReadonlyArray<{ rule: string; message: string }>;
}
