import type { KindRules } from '../kind-rules.ts';

export const ingressRules: KindRules = {
  prepareForCreate(ingress) {
    ingress.status = { loadBalancer: {} };
  },
};
