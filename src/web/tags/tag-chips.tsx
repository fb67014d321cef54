/** Tags as they are shown everywhere. */
import type { ReactNode } from 'react';
import css from './tags.module.css';

export function TagChips({ tags }: { readonly tags: readonly string[] }): ReactNode {
  if (tags.length === 0) return null;
  return (
    <span className={css.chips} title={tags.join(', ')}>
      {tags.map((tag) => (
        <span key={tag} className={css.chip} data-tag>
          {tag}
        </span>
      ))}
    </span>
  );
}
