import { useEffect } from 'react';

/** The title is what a tab in the background shows. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
