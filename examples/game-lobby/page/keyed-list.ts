export interface Row<T> {
  readonly element: HTMLElement;
  readonly update: (item: T) => void;
}

/** Shows a list that changes: one element a key, which stays the same element while it moves and changes. */
export const keyedList = <T>(parent: HTMLElement, create: (item: T) => Row<T>) => {
  let rows = new Map<string, Row<T>>();
  return (items: ReadonlyMap<string, T>): void => {
    const focused = document.activeElement;
    const before = rows;
    rows = new Map();
    for (const [key, item] of items) {
      const row = before.get(key) ?? create(item);
      row.update(item);
      rows.set(key, row);
    }
    for (const [key, { element }] of before) if (!rows.has(key)) element.remove();

    let next = parent.firstElementChild;
    for (const { element } of rows.values()) {
      if (element === next) next = next.nextElementSibling;
      else parent.insertBefore(element, next);
    }
    // An element that is moved loses the focus.
    if (focused !== document.activeElement && focused instanceof HTMLElement && parent.contains(focused))
      focused.focus();
  };
};
