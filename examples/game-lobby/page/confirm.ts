import { button, h } from './dom';

/** Asks before something is lost. */
export const confirm = (question: string, yes: string): Promise<boolean> =>
  new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { 'aria-labelledby': 'question' },
      h('p', { id: 'question' }, question),
      h(
        'div',
        { class: 'actions' },
        button('secondary', 'Stay', () => dialog.close('no')),
        button('primary', yes, () => dialog.close('yes')),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
