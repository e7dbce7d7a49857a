import { Component } from '@angular/core';
import { Icon } from './icon';

@Component({
  selector: 'chat-page',
  imports: [Icon],
  template: `<div class="placeholder">
    <chat-icon name="chat" />
    <p>Choose a chat or a friend. Nobody there yet? Add one, and open this page in a second window.</p>
  </div>`,
})
export class NoChat {}
