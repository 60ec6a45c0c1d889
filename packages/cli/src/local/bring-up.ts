import type { BringUp } from './bring-up-options.ts';

export async function bringUp(options: BringUp): Promise<void> {
  switch (options.mode) {
    case 'foreground': {
      const { bringUpInForeground } = await import('./bring-up-foreground.ts');
      return bringUpInForeground(options);
    }
    case 'detached': {
      const { bringUpDetached } = await import('./bring-up-detached.ts');
      return bringUpDetached(options);
    }
    case 'relayed': {
      const { bringUpRelayed } = await import('./bring-up-relayed.ts');
      return bringUpRelayed(options);
    }
  }
}
