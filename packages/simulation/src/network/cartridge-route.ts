import type { HttpRequest } from '@cartridge-on-kubernetes/platform';
import { answered, broken, type Deliver, latency, type NetworkParts, type Route } from './network.ts';
import type { Mood } from './weather.ts';

export interface CartridgeRouteOptions extends NetworkParts {
  /** name of the pod that has the address, or null */
  podAt(ip: string): string | null;
  isListening(pod: string): boolean;
  /** body of the answer of the instance in the pod */
  answer(pod: string, body: string): string;
}

/** The way to the admin API of instances, by the addresses of their pods. */
export class CartridgeRoute implements Route {
  readonly #options: CartridgeRouteOptions;

  constructor(options: CartridgeRouteOptions) {
    this.#options = options;
  }

  matches(origin: string): boolean {
    return /^http:\/\/10\./.test(origin);
  }

  serve({ origin, body }: HttpRequest, deliver: Deliver): void {
    const { time, weather, podAt } = this.#options;
    const ip = new URL(origin).hostname;
    time.after(latency(this.#options), () => {
      const pod = podAt(ip);
      // An address that no pod has any more never answers.
      if (pod === null) return;
      this.#serveAs(weather.moodOf(pod), pod, { body: body ?? '', deliver });
    });
  }

  #serveAs(mood: Mood | null, pod: string, request: { body: string; deliver: Deliver }): void {
    const { time, chance, isListening, answer } = this.#options;
    const { body, deliver } = request;
    if (mood === 'refuses' || !isListening(pod)) {
      deliver(broken('ECONNREFUSED'));
      return;
    }
    if (mood === 'mute') return;
    const text = answer(pod, body);
    const isChange = body.includes('"mutation');
    if (mood === 'repeats' && isChange)
      time.after(chance.between(50, 250), () => {
        if (isListening(pod)) answer(pod, body);
      });
    if (mood === 'loses answers' && chance.happens(0.7)) {
      time.after(latency(this.#options), () => deliver(broken('ECONNRESET')));
      return;
    }
    const seconds = mood === 'late' ? chance.between(1, 100) : isChange ? chance.between(0, 2) : 0;
    time.after(latency(this.#options) + seconds * 1000, () => deliver(answered(200, text)));
  }
}
