import { listed } from '../model/counted.ts';
import type { SuggestionView } from '../model/suggestion.ts';
import { Panel } from './panel.tsx';
import { Prose } from './prose.tsx';
import classes from './suggestion-list.module.css';

export function SuggestionList({ suggestions }: { suggestions: readonly SuggestionView[] }) {
  if (suggestions.length === 0) return null;
  return (
    <Panel title="Cartridge suggests">
      <ul className={classes.list}>
        {suggestions.map(suggestion => (
          <li key={suggestion.key} className={classes.suggestion}>
            <h3 className={classes.title}>
              <Prose text={`${suggestion.title}: ${listed(suggestion.instances)}`} />
            </h3>
            <p>
              <Prose text={suggestion.explanation} />
            </p>
            <p className={classes.cure}>{suggestion.cure}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
