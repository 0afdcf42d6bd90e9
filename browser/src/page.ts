// Small things that pages of the door share.

/** What must be on the page. */
export function found<E extends HTMLElement = HTMLElement>(within: ParentNode, selector: string): E {
  const one = within.querySelector<E>(selector);
  if (!one) throw new Error(`the page has no ${selector}`);
  return one;
}

/** A new element with what is in it. */
export function element<T extends keyof HTMLElementTagNameMap>(name: T, ...inside: (Node | string)[]): HTMLElementTagNameMap[T] {
  const one = document.createElement(name);
  one.append(...inside);
  return one;
}

/** Says something where the page tells things. */
export function said(where: HTMLElement, text: string): void {
  where.textContent = text;
}
