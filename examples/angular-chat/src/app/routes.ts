import type { Routes } from '@angular/router';
import { ChatPage } from './chat-page';
import { NoChat } from './no-chat';

/** `u/bob` is the chat with a user, `g/…` that of a group. */
export const routes: Routes = [
  { path: '', pathMatch: 'full', component: NoChat },
  { path: ':kind/:id', component: ChatPage },
  { path: '**', redirectTo: '' },
];
