/** PEM texts the HTTPS server and its clients need. */
export interface Certificates {
  ca: string;
  certificate: string;
  key: string;
}
