export interface HttpRequest {
  /** `https://10.0.0.1:6443` */
  origin: string;
  method: string;
  /** path with query */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  signal: AbortSignal;
}

export interface HttpResponse {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: HttpBody;
}

/** To be read once: as a stream, or as a whole. Both throw where the connection breaks. */
export interface HttpBody extends AsyncIterable<Uint8Array> {
  text(): Promise<string>;
}

export interface ConnectOptions {
  tls?: TlsOptions;
  /** how long a connection without a request is kept */
  keepAliveSeconds: number;
}

export interface TlsOptions {
  /** PEM; without it, the system's authorities */
  ca?: string | undefined;
  serverName?: string | undefined;
  /** PEM */
  certificate?: string | undefined;
  key?: string | undefined;
  insecure: boolean;
}

/** HTTP/1.1 with keep-alive: one connection a request in flight, so a watch never stands in front of a write. */
export interface HttpClient {
  /** Resolves when the head of the answer is there, whatever its status. Throws where there is none. */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Accepts no new requests; running requests finish. */
  close(): Promise<void>;
  /** Aborts running requests. */
  destroy(): Promise<void>;
}
