import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface VirtualListProps<T> {
  items: readonly T[];
  keyOf(item: T): string;
  /** Kept in view. */
  selected: number;
  label: string;
  row(item: T): ComponentChildren;
}

/** Rows that are drawn above and below what can be seen. */
const MARGIN = 8;

/** Draws the rows that can be seen, out of as many as there are. All rows have one height, measured from the first. */
export function VirtualList<T>({ items, keyOf, selected, label, row }: VirtualListProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800, rowHeight: 44 });
  const measure = (): void => {
    const list = box.current;
    if (list === null) return;
    const rowHeight = list.querySelector('li[data-row]')?.clientHeight || view.rowHeight;
    const next = { top: list.scrollTop, height: list.clientHeight, rowHeight };
    if (next.top !== view.top || next.height !== view.height || next.rowHeight !== view.rowHeight)
      setView(next);
  };
  useEffect(measure);
  useEffect(() => {
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  });
  useEffect(() => {
    const list = box.current;
    if (list === null || selected < 0) return;
    const top = selected * view.rowHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + view.rowHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = top + view.rowHeight - list.clientHeight;
  }, [selected]);
  const first = Math.max(0, Math.floor(view.top / view.rowHeight) - MARGIN);
  const shown = items.slice(first, first + Math.ceil(view.height / view.rowHeight) + 2 * MARGIN);
  const below = Math.max(0, items.length - first - shown.length);
  return (
    <div class="virtual" ref={box} onScroll={measure}>
      <ol
        aria-label={label}
        style={{ paddingTop: `${first * view.rowHeight}px`, paddingBottom: `${below * view.rowHeight}px` }}
      >
        {shown.map((item, index) => (
          <li key={keyOf(item)} data-row aria-setsize={items.length} aria-posinset={first + index + 1}>
            {row(item)}
          </li>
        ))}
      </ol>
    </div>
  );
}
