import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, withComponentInputBinding, withHashLocation } from '@angular/router';
import { provideIm, withErrorHandler } from 'rxim/angular';
import { App } from './app/app';
import { imOptions, loadConfig } from './app/config';
import { routes } from './app/routes';

const config = await loadConfig();

await bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideRouter(routes, withComponentInputBinding(), withHashLocation()),
    provideIm(() => imOptions(config), withErrorHandler()),
  ],
});
