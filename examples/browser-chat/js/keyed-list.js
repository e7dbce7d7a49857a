/**
 * Shows a list that changes: one element a key, which stays the same element while it moves and changes.
 * `create(item)` returns `{ element, update(item) }`.
 */
export const keyedList = (parent, create) => {
  let rows = new Map();
  return (items) => {
    const focused = document.activeElement;
    const before = rows;
    rows = new Map();
    for (const item of items) {
      const row = before.get(item.key) ?? create(item);
      row.update(item);
      rows.set(item.key, row);
    }
    for (const [key, { element }] of before) if (!rows.has(key)) element.remove();

    let next = parent.firstElementChild;
    for (const { element } of rows.values()) {
      if (element === next) next = next.nextElementSibling;
      else parent.insertBefore(element, next);
    }
    // An element that is moved loses the focus.
    if (focused !== document.activeElement && parent.contains(focused)) focused.focus();
  };
};
